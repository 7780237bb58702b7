// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {PurchaseScene} from "test/helpers/PurchaseScene.sol";

contract PurchasePolicy_Constructor_Test is PurchaseScene {
    function test_WhenItIsDeployed() external view {
        assertEq(address(shop.SPLIT_ROLLUP()), address(rollup));
        assertEq(address(shop.CONTENT_REGISTRY()), address(contents));
        assertEq(shop.offerOf(contentId, EDITION).price, 0);
        assertEq(shop.endsAtOf(contentId, EDITION, VIEWER), 0);
    }
}
