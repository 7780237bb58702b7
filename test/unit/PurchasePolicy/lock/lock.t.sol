// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPurchasePolicy} from "src/interfaces/IPurchasePolicy.sol";
import {LockProbe} from "test/helpers/LockProbe.sol";
import {PurchaseScene} from "test/helpers/PurchaseScene.sol";

contract PurchasePolicy_Lock_Test is LockProbe, PurchaseScene {
    function setUp() public override(LockProbe, PurchaseScene) {
        PurchaseScene.setUp();
        LockProbe.setUp();
        approve(token, address(shop));
    }

    function test_WhenTheTokenCallsBack() external {
        bytes[] memory calls = new bytes[](1);
        calls[0] =
            abi.encodeCall(IPurchasePolicy.buy, (contentId, EDITION, forEver(), STRANGER, byAllowance()));
        assertLocked(address(shop), withDepositsAndPayouts(calls), _prepay);
    }

    function _prepay() private {
        vm.prank(VIEWER);
        shop.prepay(VIEWER, address(token), 1);
    }
}
