// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IDeposits} from "src/interfaces/IDeposits.sol";
import {IPurchasePolicy} from "src/interfaces/IPurchasePolicy.sol";
import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {Offer} from "src/types/Offer.sol";
import {Payee, payeeOf} from "src/types/Payee.sol";
import {PurchaseScene} from "test/helpers/PurchaseScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {FeeOnTransferToken} from "test/helpers/tokens/FeeOnTransferToken.sol";

contract PurchasePolicy_Buy_Test is PurchaseScene {
    function test_RevertWhen_ItIsNotForSale() external {
        vm.expectRevert(
            abi.encodeWithSelector(IPurchasePolicy.PurchasePolicy_NotForSale.selector, contentId, EDITION)
        );
        buy(forEver());
    }

    function test_RevertWhen_TheOfferChanged() external {
        Offer memory now_ = forEver();
        for (uint256 i; i < 3; ++i) {
            Offer memory changed = forEver();
            if (i == 0) changed.token = address(0);
            if (i == 1) changed.price += 1;
            if (i == 2) changed.durationSec = 1;
            offer(changed);
            vm.expectRevert(
                abi.encodeWithSelector(IPurchasePolicy.PurchasePolicy_OfferChanged.selector, changed)
            );
            buy(now_);
        }
    }

    function test_RevertWhen_TheViewerIsNobodyOrTheShop() external {
        offer(forEver());
        vm.startPrank(VIEWER);
        _expectDestination(address(0));
        shop.buy(contentId, EDITION, forEver(), address(0), byAllowance());
        _expectDestination(address(shop));
        shop.buy(contentId, EDITION, forEver(), address(shop), byAllowance());
    }

    function test_RevertGiven_TheViewerHasItForEver() external {
        offer(forEver());
        buy(forEver());
        vm.expectRevert(
            abi.encodeWithSelector(
                IPurchasePolicy.PurchasePolicy_AlreadyOwned.selector, contentId, EDITION, VIEWER
            )
        );
        buy(forEver());
    }

    function test_RevertWhen_TheTokenKeepsAFee() external {
        FeeOnTransferToken token = new FeeOnTransferToken();
        approve(token, address(shop));
        Offer memory inToken = Offer(address(token), 100, 0);
        offer(inToken);
        vm.expectRevert(
            abi.encodeWithSelector(IPurchasePolicy.PurchasePolicy_TransferInexact.selector, 100, 99)
        );
        buy(inToken);
    }

    function test_RevertWhen_TheETHIsNotThePrice() external {
        deal(VIEWER, PRICE);
        Offer memory inEth = Offer(address(0), PRICE, 0);
        offer(inEth);
        vm.expectRevert(abi.encodeWithSelector(IDeposits.Deposits_ValueInexact.selector, PRICE - 1, PRICE));
        vm.prank(VIEWER);
        shop.buy{value: PRICE - 1}(contentId, EDITION, inEth, VIEWER, byAllowance());
    }

    function test_WhenItIsForEver() external {
        offer(forEver());
        vm.expectEmit(address(shop));
        emit IPurchasePolicy.EditionBought(
            contentId, EDITION, VIEWER, VIEWER, address(stream), PRICE, FOR_EVER
        );
        assertEq(buy(forEver()), FOR_EVER);
        assertEq(shop.endsAtOf(contentId, EDITION, VIEWER), FOR_EVER);
        assertEq(stream.balanceOf(CREATOR), PRICE);
        assertEq(stream.balanceOf(address(shop)), 0);
        assertTrue(allows(bought(), ""));
    }

    function test_WhenItIsForATime() external {
        offer(forAWeek());
        assertEq(buy(forAWeek()), block.timestamp + A_WEEK);
        skip(1 days);
        assertEq(buy(forAWeek()), block.timestamp + 6 days + A_WEEK, "what is left is kept");
        skip(30 days);
        assertEq(buy(forAWeek()), block.timestamp + A_WEEK, "what is over is over");
        assertEq(stream.balanceOf(CREATOR), 3 * PRICE);
    }

    function test_GivenATimeWasBoughtAndItIsForEver() external {
        offer(forAWeek());
        buy(forAWeek());
        offer(forEver());
        assertEq(buy(forEver()), FOR_EVER);
    }

    function test_WhenItIsForAnother() external {
        offer(forEver());
        vm.expectEmit(address(shop));
        emit IPurchasePolicy.EditionBought(
            contentId, EDITION, STRANGER, VIEWER, address(stream), PRICE, FOR_EVER
        );
        vm.prank(VIEWER);
        shop.buy(contentId, EDITION, forEver(), STRANGER, byAllowance());
        assertEq(shop.endsAtOf(contentId, EDITION, STRANGER), FOR_EVER);
        assertEq(shop.endsAtOf(contentId, EDITION, VIEWER), 0);
    }

    function test_WhenItIsPaidInETH() external {
        deal(VIEWER, PRICE);
        Offer memory inEth = Offer(address(0), PRICE, 0);
        offer(inEth);
        vm.prank(VIEWER);
        shop.buy{value: PRICE}(contentId, EDITION, inEth, VIEWER, byAllowance());
        assertEq(CREATOR.balance, PRICE);
    }

    function test_WhenItIsPaidFromAPrepaidAccount() external {
        offer(forEver());
        vm.prank(VIEWER);
        shop.prepay(VIEWER, address(stream), PRICE);
        buy(forEver(), fromPrepaid());
        assertEq(shop.prepaid(VIEWER, address(stream)), 0);
        assertEq(stream.balanceOf(CREATOR), PRICE);
    }

    function test_WhenItIsPaidByPermit() external {
        offer(forEver());
        vm.prank(VIEWER);
        stream.approve(address(shop), 0);
        buy(forEver(), byPermit(address(shop), PRICE));
        assertEq(stream.balanceOf(CREATOR), PRICE);
    }

    function test_GivenThePayeeIsASplit() external {
        Payee split = payeeOf(registeredSplit());
        contentId = publish("a split's", split);
        Offer memory cheap = forAWeek();
        cheap.price = uint96(shop.LEAST_CREDIT() / 2);
        offer(cheap);
        buy(cheap);
        assertEq(shop.owed(split, address(stream)), cheap.price, "PAY-3: too little waits");
        buy(cheap);
        assertEq(shop.owed(split, address(stream)), 0, "PAY-3: and is credited with more");
        assertEq(stream.balanceOf(address(rollup)), 2 * uint256(cheap.price));
    }

    function test_GivenTheTokenRefusesThePayee() external {
        BlocklistToken token = new BlocklistToken();
        approve(token, address(shop));
        Offer memory inToken = Offer(address(token), PRICE, 0);
        offer(inToken);
        token.setBlocked(CREATOR, true);
        assertEq(buy(inToken), FOR_EVER);
        assertOwed(shop, CREATOR, address(token), PRICE);
        token.setBlocked(CREATOR, false);
        shop.payOut(payeeOf(CREATOR), address(token));
        assertEq(token.balanceOf(CREATOR), PRICE);
    }

    function _expectDestination(address to) private {
        vm.expectRevert(
            abi.encodeWithSelector(GuardedTransfer.GuardedTransfer_DestinationInvalid.selector, to)
        );
    }
}
