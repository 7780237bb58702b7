// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {MeteredPolicy} from "src/access/MeteredPolicy.sol";
import {IPurchasePolicy} from "src/interfaces/IPurchasePolicy.sol";
import {BoundedCall} from "src/libraries/BoundedCall.sol";
import {Offer} from "src/types/Offer.sol";
import {Role} from "src/types/Operator.sol";
import {PaidPeriod} from "src/types/PaidPeriod.sol";
import {Payee} from "src/types/Payee.sol";
import {Policy} from "src/types/Policy.sol";
import {Rate} from "src/types/Rate.sol";
import {StreamKey} from "src/types/Stream.sol";
import {StreamTerms} from "src/types/StreamTerms.sol";
import {MeteredScene} from "test/helpers/MeteredScene.sol";
import {Wallet} from "test/helpers/Wallet.sol";
import {Act} from "test/helpers/policies/ActingPolicy.sol";
import {ReentrantPolicy} from "test/helpers/policies/ReentrantPolicy.sol";
import {TestErc721} from "test/helpers/tokens/TestErc721.sol";

/// @notice Ways to a key without paying for it, and to somebody else's denial, tried here: A8 and A11 of the
/// catalogue of attacks, and what docs/THREATS.md has beside them.
contract Access_Attacks is MeteredScene {
    /* WHAT WAS TRUE A MOMENT AGO */

    function test_ATokenThatWasSold() external {
        TestErc721 token = new TestErc721();
        token.mint(VIEWER, 1);
        set(Policy(policies.erc721, abi.encode(token, 1)));
        assertTrue(hasAccess());
        vm.prank(VIEWER);
        token.transferFrom(VIEWER, BUYER, 1);
        assertFalse(hasAccess(), "ACC-1: the seller");
        assertTrue(access.hasAccess(BUYER, contentId, RENDITION, PERIOD, ""), "the buyer");
        token.burn(1);
        assertFalse(access.hasAccess(BUYER, contentId, RENDITION, PERIOD, ""), "ACC-1: burnt");
        set(not(Policy(policies.erc721, abi.encode(token, 1))));
        assertFalse(hasAccess(), "ACC-1: a token that is gone is nobody's, under not either");
    }

    /// @dev A key node reads the state after a block, where what was lent is back.
    function test_ATokenThatIsLentForATransaction() external {
        set(Policy(policies.erc20, abi.encode(stream, 1000e18)));
        Borrower borrower = new Borrower();
        fund(address(this), 1000e18, address(borrower));
        assertTrue(borrower.borrow(this.hasAccessOf));
        assertFalse(access.hasAccess(address(borrower), contentId, RENDITION, PERIOD, ""), "ACC-1");
    }

    function test_AStreamThatWasStoppedEmptiedOrSlowed() external {
        set(Policy(policies.stream, abi.encode(stream, rate())));
        StreamKey memory key = open(0);
        assertTrue(hasAccess());
        uint256 state = vm.snapshotState();
        pause(key);
        assertFalse(hasAccess(), "ACC-1: paused");
        vm.revertToState(state);
        cancel(key);
        assertFalse(hasAccess(), "ACC-1: cancelled");
        vm.revertToState(state);
        vm.prank(VIEWER);
        streams.refund(key, type(uint96).max);
        assertFalse(hasAccess(), "ACC-1: all of it taken back");
        vm.revertToState(state);
        vm.prank(VIEWER);
        streams.setRate(key, Rate.wrap(Rate.unwrap(rate()) - 1));
        assertFalse(hasAccess(), "ACC-1: slower");
    }

    function test_AStreamToTheSamePayeeForAnotherWork() external {
        set(Policy(policies.stream, abi.encode(stream, rate())));
        StreamTerms memory terms = termsOf(0);
        // anybody registers a work that pays anybody
        Payee payee = contents.payeeOf(contentId);
        vm.prank(VIEWER);
        terms.contentId = contents.register("bait", payee, 0, 1, 1, keccak256("a root"));
        open(terms);
        assertFalse(hasAccess(), "ACC-1: a stream is for one work");
        assertFalse(hasAccess(abi.encode(VIEWER, 0)), "ACC-1: whatever the evidence says");
    }

    function test_ASeatThatWasGivenUp() external {
        set(Policy(policies.seat, abi.encode(stream, rate())));
        join(VIEWER, rate(), 3);
        assertTrue(hasAccess());
        leave(VIEWER);
        assertFalse(hasAccess(), "ACC-1");
    }

    function test_ASequencerThatServesNoMore() external {
        set(metered());
        bytes memory evidence = signed(receiptOf(PERIOD));
        assertTrue(hasAccess(evidence));
        vm.prank(SEQUENCER);
        operators.startUnbond();
        assertFalse(hasAccess(evidence), "ACC-1: unbonding");
        skip(UNBONDING_DELAY);
        vm.startPrank(SEQUENCER);
        operators.withdrawBond();
        vm.stopPrank();
        assertFalse(hasAccess(evidence), "ACC-1: gone");
    }

    /* EVIDENCE OF SOMETHING ELSE */

    function test_AReceiptOfAnother() external {
        set(metered());
        PaidPeriod memory receipt = receiptOf(PERIOD);
        bytes memory evidence = signed(receipt);
        assertTrue(hasAccess(evidence));
        assertFalse(
            access.hasAccess(STRANGER, contentId, RENDITION, PERIOD, evidence), "ACC-1: another viewer"
        );
        assertFalse(
            access.hasAccess(VIEWER, contentId, RENDITION, PERIOD + 1, evidence), "ACC-1: the next period"
        );
        assertFalse(
            access.hasAccess(VIEWER, contentId, RENDITION, 2 ** 64 + PERIOD, evidence),
            "ACC-1: the same period, 2^64 later"
        );
        bytes32 another = publish("another work", contents.payeeOf(contentId));
        vm.prank(CREATOR);
        access.setDefaultPolicy(another, metered());
        assertFalse(access.hasAccess(VIEWER, another, RENDITION, PERIOD, evidence), "ACC-1: another work");
    }

    function test_AReceiptOfAnotherPayeesSequencer() external {
        set(metered());
        uint256 own = uint256(keccak256("the viewer's own sequencer"));
        // a viewer may bond a sequencer too, and sign whatever it likes
        PaidPeriod memory receipt = receiptOf(PERIOD);
        assertFalse(hasAccess(signed(receipt, own)), "ACC-1");
        registerAs(vm.addr(own), Role.Sequencer);
        assertFalse(hasAccess(signed(receipt, own)), "ACC-1: not the sequencer of the terms");
    }

    function test_AReceiptForAnotherContractOrChain() external {
        set(metered());
        PaidPeriod memory receipt = receiptOf(PERIOD);
        MeteredPolicy other = new MeteredPolicy(operators);
        bytes memory evidence = abi.encode(receipt, sign(SEQUENCER_KEY, other.paidPeriodDigest(receipt)));
        assertFalse(hasAccess(evidence), "ACC-1: another contract");
        evidence = signed(receipt);
        vm.chainId(10);
        assertFalse(hasAccess(evidence), "ACC-1: another chain");
    }

    function test_ASignatureThatIsNone() external {
        set(metered());
        PaidPeriod memory receipt = receiptOf(PERIOD);
        assertFalse(hasAccess(abi.encode(receipt, "")), "ACC-1: none");
        assertFalse(hasAccess(abi.encode(receipt, new bytes(65))), "ACC-1: zeros");
        set(Policy(meter, abi.encode(address(0), PRICE)));
        assertFalse(hasAccess(abi.encode(receipt, new bytes(65))), "ACC-1: nobody's");
    }

    /* NOT */

    /// @dev A viewer decides about the evidence, so what evidence does not show is never a no.
    function test_NotWithoutEvidence() external {
        bytes32 leaf = policies.allowList.leafOf(VIEWER);
        Policy[3] memory shown = [
            Policy(policies.allowList, abi.encode(leaf)),
            metered(),
            Policy(policies.stream, abi.encode(stream, rate()))
        ];
        open(0);
        for (uint256 i; i < 3; ++i) {
            set(not(shown[i]));
            assertFalse(hasAccess(), "ACC-1: nothing");
            bytes[] memory wrong = new bytes[](1);
            wrong[0] = abi.encode(STRANGER, 9);
            assertFalse(hasAccess(abi.encode(wrong)), "ACC-1: something else");
            set(allOf(list(free(), not(anyOf(list(that(Act.No), shown[i]))))));
            assertFalse(hasAccess(), "ACC-1: deeper");
        }
    }

    function test_NotOfWhatFails() external {
        for (uint8 act = uint8(Act.Revert); act <= uint8(type(Act).max); ++act) {
            set(not(that(Act(act))));
            assertFalse(hasAccess(), "ACC-1: not-unknown is unknown");
            set(not(allOf(list(that(Act(act)), free()))));
            assertFalse(hasAccess(), "ACC-1: not-unknown is unknown");
        }
        set(not(Policy(policies.erc20, abi.encode(STRANGER, 1))));
        assertFalse(hasAccess(), "ACC-1: a token that is none");
    }

    /// @dev Each call of a part has all of its gas, or the whole answers nothing.
    function testFuzz_StarvedOfGas(uint256 gas_) external {
        set(not(Policy(policies.erc20, abi.encode(stream, 1))));
        assertFalse(hasAccess());
        bytes memory call =
            abi.encodeCall(access.hasAccess, (VIEWER, contentId, RENDITION, PERIOD, bytes("")));
        (bool answered, bytes memory answer) = address(access).staticcall{gas: bound(gas_, 0, 5e6)}(call);
        if (answered) assertFalse(abi.decode(answer, (bool)), "ACC-1: no gas turns a no into a yes");
        // forge-lint: disable-next-line(unsafe-typecast) the selector
        else if (answer.length != 0) assertEq(bytes4(answer), BoundedCall.BoundedCall_GasTooLow.selector);
    }

    /* SOMEBODY ELSE'S POLICY */

    function test_APolicyThatAsksBack() external {
        set(Policy(new ReentrantPolicy(access), ""));
        uint256 before = gasleft();
        assertFalse(hasAccess(), "ACC-1: it has not the gas that a second question needs");
        assertLt(before - gasleft(), access.POLICY_GAS() + 50_000, "bounded gas");
    }

    function test_ASalesmanOfAnothersWork() external {
        IPurchasePolicy shop = policies.purchase;
        Payee payee = contents.payeeOf(contentId);
        vm.prank(STRANGER);
        bytes32 bait = contents.register("bait", payee, 0, 1, 1, keccak256("a root"));
        set(Policy(policies.purchase, abi.encode(0)));
        Offer memory cheap = Offer(address(stream), 1, 0);
        vm.prank(STRANGER);
        shop.setOffer(bait, 0, cheap);
        vm.expectPartialRevert(IPurchasePolicy.PurchasePolicy_NotPublisher.selector);
        vm.prank(STRANGER);
        shop.setOffer(contentId, 0, cheap);
        fund(VIEWER, 1, address(shop));
        vm.prank(VIEWER);
        shop.buy(bait, 0, cheap, VIEWER, byAllowance());
        assertFalse(hasAccess(), "ACC-1: an edition is of one work");
    }

    function test_APublisherWhoRaisesThePriceOnTheWay() external {
        IPurchasePolicy shop = policies.purchase;
        vm.startPrank(CREATOR);
        shop.setOffer(contentId, 0, Offer(address(stream), 1e18, 0));
        Offer memory seen = shop.offerOf(contentId, 0);
        shop.setOffer(contentId, 0, Offer(address(stream), 1000e18, 0));
        vm.stopPrank();
        fund(VIEWER, 1000e18, address(shop));
        vm.expectPartialRevert(IPurchasePolicy.PurchasePolicy_OfferChanged.selector);
        vm.prank(VIEWER);
        shop.buy(contentId, 0, seen, VIEWER, byAllowance());
    }

    /* SOMEBODY ELSE'S NAME */

    function test_ADelegationThatWasRevoked() external {
        uint40 expiresAt = uint40(block.timestamp + 30 days);
        bytes memory signature = sign(VIEWER_KEY, access.delegationDigest(VIEWER, STRANGER, 0, expiresAt));
        vm.prank(VIEWER);
        access.revokeDelegates();
        assertFalse(access.isDelegate(VIEWER, STRANGER, expiresAt, signature), "ACC-2: revoked is for ever");
        signature = sign(VIEWER_KEY, access.delegationDigest(VIEWER, STRANGER, 2, expiresAt));
        assertFalse(access.isDelegate(VIEWER, STRANGER, expiresAt, signature), "ACC-2: a series to come");
    }

    function test_ADelegateOfADelegate() external {
        uint40 expiresAt = uint40(block.timestamp + 1 days);
        vm.prank(VIEWER);
        access.setDelegate(STRANGER, expiresAt);
        vm.prank(STRANGER);
        access.setDelegate(BUYER, expiresAt);
        assertFalse(access.isDelegate(VIEWER, BUYER, expiresAt, ""), "ACC-2");
    }

    /// @dev A8: a contract answers for itself alone, and as of now.
    function test_AWalletThatChangesItsMind() external {
        uint40 expiresAt = uint40(block.timestamp + 1 days);
        Wallet wallet = new Wallet(VIEWER);
        bytes memory signature =
            sign(VIEWER_KEY, access.delegationDigest(address(wallet), STRANGER, 0, expiresAt));
        assertTrue(access.isDelegate(address(wallet), STRANGER, expiresAt, signature));
        assertFalse(access.isDelegate(VIEWER, STRANGER, expiresAt, signature), "ACC-2: of the wallet alone");
        wallet.setOwner(BUYER);
        assertFalse(access.isDelegate(address(wallet), STRANGER, expiresAt, signature), "ACC-2: no more");
    }

    function hasAccessOf(address viewer) external view returns (bool) {
        return access.hasAccess(viewer, contentId, RENDITION, PERIOD, "");
    }

    function lend(address to, uint256 amount) external {
        assertTrue(stream.transfer(to, amount));
    }

    function takeBack(address from, uint256 amount) external {
        assertTrue(stream.transferFrom(from, address(this), amount));
    }

    function approveBack(address from) external {
        vm.prank(from);
        stream.approve(address(this), type(uint256).max);
    }
}

/// @notice Holds STREAM within one call, and says what that call saw.
contract Borrower {
    function borrow(function(address) external view returns (bool) ask) external returns (bool seen) {
        Access_Attacks lender = Access_Attacks(msg.sender);
        lender.lend(address(this), 1000e18);
        seen = ask(address(this));
        lender.approveBack(address(this));
        lender.takeBack(address(this), 1000e18);
    }
}
