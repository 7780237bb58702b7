// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPayouts} from "src/interfaces/IPayouts.sol";
import {IPurchasePolicy} from "src/interfaces/IPurchasePolicy.sol";
import {Offer} from "src/types/Offer.sol";
import {payeeOf} from "src/types/Payee.sol";
import {PurchaseScene} from "test/helpers/PurchaseScene.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

contract PurchasePolicy_SetOffer_Test is PurchaseScene {
    function test_RevertWhen_TheCallerIsNotThePublisher() external {
        vm.expectRevert(
            abi.encodeWithSelector(IPurchasePolicy.PurchasePolicy_NotPublisher.selector, VIEWER, CREATOR)
        );
        vm.prank(VIEWER);
        shop.setOffer(contentId, EDITION, forEver());
    }

    function test_RevertGiven_TheWorkWasNeverRegistered() external {
        vm.expectRevert(
            abi.encodeWithSelector(IPurchasePolicy.PurchasePolicy_NotPublisher.selector, CREATOR, address(0))
        );
        vm.prank(CREATOR);
        shop.setOffer("no work", EDITION, forEver());
    }

    function test_RevertGiven_ThePayeeCannotBePaidInTheToken() external {
        contentId = publish("a split's", payeeOf(registeredSplit()));
        Offer memory asked = Offer(address(new TestToken()), PRICE, 0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPayouts.Payouts_PayeeInvalid.selector, contents.payeeOf(contentId), asked.token
            )
        );
        offer(asked);
    }

    function test_RevertGiven_ThePayeeIsTheShop() external {
        contentId = publish("the shop's", payeeOf(address(shop)));
        vm.expectPartialRevert(IPayouts.Payouts_PayeeInvalid.selector);
        offer(forEver());
    }

    function test_WhenItIsOffered() external {
        vm.expectEmit(address(shop));
        emit IPurchasePolicy.OfferSet(contentId, EDITION, address(stream), PRICE, A_WEEK);
        offer(forAWeek());
        assertEq(abi.encode(shop.offerOf(contentId, EDITION)), abi.encode(forAWeek()));
        Offer memory none;
        assertEq(abi.encode(shop.offerOf(contentId, EDITION + 1)), abi.encode(none), "another edition");
        assertEq(abi.encode(shop.offerOf("another", EDITION)), abi.encode(none), "another work");
    }

    function test_WhenThePriceIsZero() external {
        offer(forEver());
        buy(forEver());
        offer(Offer(address(stream), 0, 0));
        assertTrue(allows(bought(), ""), "what was bought stays");
        vm.expectRevert(
            abi.encodeWithSelector(IPurchasePolicy.PurchasePolicy_NotForSale.selector, contentId, EDITION)
        );
        buy(Offer(address(stream), 0, 0));
    }
}
