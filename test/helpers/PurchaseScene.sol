// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {PurchasePolicy} from "src/access/PurchasePolicy.sol";
import {Funding} from "src/types/Funding.sol";
import {Offer} from "src/types/Offer.sol";
import {Policy} from "src/types/Policy.sol";
import {AccessScene} from "test/helpers/AccessScene.sol";

/// @notice A work of which an edition is sold, and a viewer with the money for it.
abstract contract PurchaseScene is AccessScene {
    uint256 internal constant EDITION = 4;
    uint96 internal constant PRICE = 9e18;
    uint32 internal constant A_WEEK = 7 days;
    uint40 internal constant FOR_EVER = type(uint40).max;

    PurchasePolicy internal shop;

    function setUp() public virtual override {
        super.setUp();
        shop = policies.purchase;
        fund(VIEWER, 1000e18, address(shop));
    }

    function forEver() internal view returns (Offer memory) {
        return Offer(address(stream), PRICE, 0);
    }

    function forAWeek() internal view returns (Offer memory) {
        return Offer(address(stream), PRICE, A_WEEK);
    }

    function offer(Offer memory offer_) internal {
        vm.prank(CREATOR);
        shop.setOffer(contentId, EDITION, offer_);
    }

    /// @notice Buys the edition for the viewer at its price, by allowance.
    function buy(Offer memory expected) internal returns (uint40) {
        return buy(expected, byAllowance());
    }

    function buy(Offer memory expected, Funding memory funding) internal returns (uint40) {
        vm.prank(VIEWER);
        return shop.buy(contentId, EDITION, expected, VIEWER, funding);
    }

    function bought() internal view returns (Policy memory) {
        return Policy(shop, abi.encode(EDITION));
    }
}
