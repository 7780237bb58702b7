// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {AccessRequest} from "src/types/AccessRequest.sol";
import {Policy} from "src/types/Policy.sol";
import {PurchaseScene} from "test/helpers/PurchaseScene.sol";

contract PurchasePolicy_IsAllowed_Test is PurchaseScene {
    function test_GivenNothingWasBought() external {
        offer(forEver());
        assertFalse(allows(bought(), ""));
    }

    function test_GivenTheTimeRuns() external {
        offer(forAWeek());
        buy(forAWeek());
        skip(A_WEEK - 1);
        assertTrue(allows(bought(), ""));
        skip(1);
        assertFalse(allows(bought(), ""), "and no longer");
    }

    function test_GivenTheOfferChangesLater() external {
        offer(forEver());
        buy(forEver());
        offer(forAWeek());
        skip(1000 days);
        assertTrue(allows(bought(), ""));
    }

    function test_WhenItIsOfAnother() external {
        offer(forEver());
        buy(forEver());
        assertFalse(allows(Policy(shop, abi.encode(EDITION + 1)), ""), "another edition");
        AccessRequest memory asked = request();
        asked.viewer = STRANGER;
        assertFalse(shop.isAllowed(asked, abi.encode(EDITION), ""), "another viewer");
        asked = request();
        asked.contentId = publish("another work", contents.payeeOf(contentId));
        assertFalse(shop.isAllowed(asked, abi.encode(EDITION), ""), "another work");
    }
}
