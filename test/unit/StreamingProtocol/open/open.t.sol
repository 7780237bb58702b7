// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ReentrancyGuardTransient} from "solady/utils/ReentrancyGuardTransient.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {IDeposits} from "src/interfaces/IDeposits.sol";
import {IPayouts} from "src/interfaces/IPayouts.sol";
import {IStreams} from "src/interfaces/IStreams.sol";
import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {Funding} from "src/types/Funding.sol";
import {Payee, payeeOf} from "src/types/Payee.sol";
import {Rate, rateOf} from "src/types/Rate.sol";
import {Stream, StreamId, StreamKey, StreamStatus} from "src/types/Stream.sol";
import {StreamTerms} from "src/types/StreamTerms.sol";
import {Eip3009} from "test/helpers/Eip3009.sol";
import {Permit2} from "test/helpers/Permit2.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {Eip3009Token} from "test/helpers/tokens/Eip3009Token.sol";
import {FalseReturnToken} from "test/helpers/tokens/FalseReturnToken.sol";
import {FeeOnTransferToken} from "test/helpers/tokens/FeeOnTransferToken.sol";
import {GenerousToken} from "test/helpers/tokens/GenerousToken.sol";
import {KeepingToken} from "test/helpers/tokens/KeepingToken.sol";
import {NoReturnToken} from "test/helpers/tokens/NoReturnToken.sol";
import {ReentrantToken} from "test/helpers/tokens/ReentrantToken.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

contract StreamingProtocol_Open_Test is StreamScene {
    function test_RevertWhen_TheRateIsZero() external {
        StreamTerms memory terms = termsOf(1);
        terms.rate = rateOf(0);
        vm.expectRevert(IStreams.Streams_RateZero.selector);
        vm.prank(VIEWER);
        streams.open(terms, byAllowance());
    }

    function test_RevertWhen_TheDepositIsZero() external {
        StreamTerms memory terms = termsOf(1);
        terms.deposit = 0;
        vm.expectRevert(IStreams.Streams_DepositZero.selector);
        vm.prank(VIEWER);
        streams.open(terms, byAllowance());
    }

    function test_RevertWhen_TheViewerIsNobody() external {
        address[2] memory nobody = [address(0), address(streams)];
        for (uint256 i; i < 2; ++i) {
            StreamTerms memory terms = termsOf(1);
            terms.viewer = nobody[i];
            vm.expectRevert(
                abi.encodeWithSelector(GuardedTransfer.GuardedTransfer_DestinationInvalid.selector, nobody[i])
            );
            vm.prank(VIEWER);
            streams.open(terms, byAllowance());
        }
    }

    function test_RevertWhen_ThePayeeIsThisContract() external {
        StreamTerms memory terms = termsOf(1);
        terms.contentId = publish("its own", payeeOf(address(streams)));
        vm.expectRevert(
            abi.encodeWithSelector(
                IPayouts.Payouts_PayeeInvalid.selector, payeeOf(address(streams)), address(stream)
            )
        );
        vm.prank(VIEWER);
        streams.open(terms, byAllowance());
    }

    function test_RevertWhen_TheAuthorizationIsOfSomebodyElse() external {
        (StreamTerms memory terms, Funding memory funding) = _authorized(VIEWER_KEY);
        vm.expectRevert(
            abi.encodeWithSelector(
                GuardedTransfer.GuardedTransfer_AuthorizationRefused.selector, terms.token, STRANGER
            )
        );
        vm.prank(STRANGER);
        streams.open(terms, funding);
    }

    function test_WhenItIsPaidByAuthorization() external {
        (StreamTerms memory terms, Funding memory funding) = _authorized(VIEWER_KEY);
        vm.prank(VIEWER);
        StreamId id = streams.open(terms, funding);
        assertEq(streams.streamOf(StreamKey(id, payeeOf(CREATOR), terms.token)).funds, DEPOSIT);
    }

    function test_RevertWhen_NobodyRegisteredTheContent() external {
        StreamTerms memory terms = termsOf(1);
        terms.contentId = "none";
        vm.expectRevert(
            abi.encodeWithSelector(IContentRegistry.ContentRegistry_Unknown.selector, terms.contentId)
        );
        vm.prank(VIEWER);
        streams.open(terms, byAllowance());
    }

    function test_RevertWhen_TheTokenHasNoCode() external {
        StreamTerms memory terms = termsOf(1);
        terms.token = STRANGER;
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        vm.prank(VIEWER);
        streams.open(terms, byAllowance());
    }

    function test_RevertWhen_TheTokenAnswersFalse() external {
        FalseReturnToken token = new FalseReturnToken();
        approve(token, address(streams));
        token.setRefusing(true);
        StreamTerms memory terms = _termsIn(address(token));
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        vm.prank(VIEWER);
        streams.open(terms, byAllowance());
    }

    function test_RevertWhen_ThePayeeIsASplitAndTheTokenIsNotSTREAM() external {
        Payee split = payeeOf(registeredSplit());
        TestToken token = new TestToken();
        approve(token, address(streams));
        StreamTerms memory terms = _termsIn(address(token));
        terms.contentId = publish("a shared work", split);
        vm.expectRevert(abi.encodeWithSelector(IPayouts.Payouts_PayeeInvalid.selector, split, token));
        vm.prank(VIEWER);
        streams.open(terms, byAllowance());
    }

    function test_RevertWhen_ETHWasNotPrepaid() external {
        StreamTerms memory terms = _termsIn(address(0));
        vm.expectRevert(abi.encodeWithSelector(IDeposits.Deposits_ValueInexact.selector, 0, DEPOSIT));
        vm.prank(VIEWER);
        streams.open(terms, byAllowance());
    }

    function test_RevertWhen_TheAccountHoldsLess() external {
        _prepay(VIEWER, DEPOSIT - 1);
        StreamTerms memory terms = termsOf(1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDeposits.Deposits_PrepaidTooLow.selector, VIEWER, stream, DEPOSIT - 1, DEPOSIT
            )
        );
        vm.prank(VIEWER);
        streams.open(terms, fromPrepaid());
    }

    function test_RevertWhen_TheAccountIsOfSomebodyElse() external {
        _prepay(VIEWER, DEPOSIT);
        StreamTerms memory terms = termsOf(1);
        vm.expectRevert(
            abi.encodeWithSelector(IDeposits.Deposits_PrepaidTooLow.selector, STRANGER, stream, 0, DEPOSIT)
        );
        vm.prank(STRANGER);
        streams.open(terms, fromPrepaid());
    }

    function test_RevertWhen_ThePermitIsOfSomebodyElse() external {
        Funding memory funding = byPermit(address(streams), DEPOSIT);
        StreamTerms memory terms = termsOf(1);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        vm.prank(STRANGER);
        streams.open(terms, funding);
    }

    function test_RevertWhen_ThePermitIsForAnotherAmount() external {
        vm.prank(VIEWER);
        stream.approve(address(streams), 0);
        Funding memory funding = byPermit(address(streams), DEPOSIT - 1);
        StreamTerms memory terms = termsOf(1);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        vm.prank(VIEWER);
        streams.open(terms, funding);
    }

    function test_RevertGiven_ItStillRuns() external {
        StreamKey memory key = open(1);
        StreamTerms memory terms = termsOf(1);
        vm.expectRevert(abi.encodeWithSelector(IStreams.Streams_AlreadyOpen.selector, key.id));
        vm.prank(VIEWER);
        streams.open(terms, byAllowance());
    }

    function test_WhenTheTokenCallsBack() external {
        ReentrantToken token = new ReentrantToken();
        token.arm(address(streams), abi.encodeCall(streams.withdrawPrepaid, (address(token), STRANGER, 0)));
        StreamKey memory key = open(1, token);
        assertFalse(token.succeeded());
        assertEq(bytes4(token.answer()), ReentrancyGuardTransient.Reentrancy.selector);
        assertEq(streams.streamOf(key).funds, DEPOSIT);
    }

    function test_RevertWhen_TheTokenMovesNothing() external {
        KeepingToken token = new KeepingToken();
        StreamTerms memory terms = _termsIn(address(token));
        vm.expectRevert(IStreams.Streams_DepositZero.selector);
        vm.prank(VIEWER);
        streams.open(terms, byAllowance());
    }

    function test_WhenTheCallerIsTheViewer() external {
        StreamKey memory key = keyOf(1);
        uint256 before = stream.balanceOf(VIEWER);
        vm.expectEmit(address(streams));
        emit IStreams.StreamOpened(
            contentId, key.payee, VIEWER, keccak256(abi.encode(key)), key.id, key.token, rate(), DEPOSIT
        );
        vm.prank(VIEWER);
        StreamId id = streams.open(termsOf(1), byAllowance());
        assertEq(StreamId.unwrap(id), StreamId.unwrap(key.id));
        assertEq(before - stream.balanceOf(VIEWER), DEPOSIT);
        assertEq(
            abi.encode(streams.streamOf(key)),
            abi.encode(Stream(DEPOSIT, rate(), 0, uint40(block.timestamp), false, false))
        );
    }

    function test_WhenTheCallerGivesItToAViewer() external {
        fund(STRANGER, DEPOSIT, address(streams));
        vm.prank(STRANGER);
        StreamId id = streams.open(termsOf(0), byAllowance());
        StreamKey memory key = StreamKey(id, payeeOf(CREATOR), address(stream));
        assertEq(stream.balanceOf(STRANGER), 0);
        assertEq(id.viewer(), VIEWER);
        expectNotHolder(STRANGER, key);
        vm.prank(STRANGER);
        streams.cancel(key);
        assertEq(cancel(key), DEPOSIT);
        assertEq(stream.balanceOf(VIEWER), 1_000_000e18 + DEPOSIT);
    }

    function test_WhenAGiftHasTheTermsOfTheViewersOwn() external {
        fund(STRANGER, DEPOSIT, address(streams));
        vm.prank(STRANGER);
        StreamId gift = streams.open(termsOf(0), byAllowance());
        vm.prank(VIEWER);
        streams.initiateStream(contentId, DURATION, WEI_PER_SECOND);
        assertNotEq(StreamId.unwrap(gift), StreamId.unwrap(keyOf(0).id));
        assertStatus(keyOf(0), StreamStatus.Streaming);
        assertStatus(StreamKey(gift, payeeOf(CREATOR), address(stream)), StreamStatus.Streaming);
    }

    function test_WhenItIsPaidFromAPrepaidAccount() external {
        _prepay(VIEWER, DEPOSIT + 1);
        uint256 before = stream.balanceOf(VIEWER);
        vm.prank(VIEWER);
        streams.open(termsOf(1), fromPrepaid());
        assertEq(streams.prepaid(VIEWER, address(stream)), 1);
        assertEq(stream.balanceOf(VIEWER), before);
        assertEq(streams.streamOf(keyOf(1)).funds, DEPOSIT);
    }

    function test_WhenItIsPaidInETHFromAPrepaidAccount() external {
        deal(VIEWER, DEPOSIT);
        vm.startPrank(VIEWER);
        streams.prepay{value: DEPOSIT}(VIEWER, address(0), DEPOSIT);
        StreamTerms memory terms = _termsIn(address(0));
        streams.open(terms, fromPrepaid());
        vm.stopPrank();
        StreamKey memory key = keyOf(1);
        key.token = address(0);
        skip(100);
        streams.withdraw(key);
        assertEq(CREATOR.balance, 100 * uint256(WEI_PER_SECOND));
        assertEq(cancel(key), DEPOSIT - 100 * uint256(WEI_PER_SECOND));
        assertEq(VIEWER.balance, DEPOSIT - 100 * uint256(WEI_PER_SECOND));
        assertEq(address(streams).balance, 0);
    }

    function test_WhenItIsPaidByPermit() external {
        vm.prank(VIEWER);
        stream.approve(address(streams), 0);
        Funding memory funding = byPermit(address(streams), DEPOSIT);
        vm.prank(VIEWER);
        streams.open(termsOf(1), funding);
        assertEq(streams.streamOf(keyOf(1)).funds, DEPOSIT);
        assertEq(stream.allowance(VIEWER, address(streams)), 0);
    }

    function test_WhenSomebodyUsedThePermitFirst() external {
        vm.prank(VIEWER);
        stream.approve(address(streams), 0);
        Funding memory funding = byPermit(address(streams), DEPOSIT);
        (uint256 deadline, uint8 v, bytes32 r, bytes32 s) =
            abi.decode(funding.authorization, (uint256, uint8, bytes32, bytes32));
        vm.prank(STRANGER);
        stream.permit(VIEWER, address(streams), DEPOSIT, deadline, v, r, s);
        vm.prank(VIEWER);
        streams.open(termsOf(1), funding);
        assertEq(streams.streamOf(keyOf(1)).funds, DEPOSIT);
    }

    function test_RevertWhen_ThePermit2SignatureIsOfSomebodyElse() external {
        Funding memory funding = Permit2.funding(VIEWER_KEY, address(stream), DEPOSIT, address(streams), 1);
        StreamTerms memory terms = termsOf(1);
        fund(STRANGER, DEPOSIT, Permit2.AT);
        vm.expectRevert();
        vm.prank(STRANGER);
        streams.open(terms, funding);
    }

    function test_WhenItIsPaidByPermit2() external {
        vm.startPrank(VIEWER);
        stream.approve(address(streams), 0);
        stream.approve(Permit2.AT, DEPOSIT);
        Funding memory funding = Permit2.funding(VIEWER_KEY, address(stream), DEPOSIT, address(streams), 1);
        streams.open(termsOf(1), funding);
        assertEq(streams.streamOf(keyOf(1)).funds, DEPOSIT);
        assertEq(stream.balanceOf(address(streams)), DEPOSIT);
        stream.approve(Permit2.AT, DEPOSIT);
        vm.expectRevert();
        streams.open(termsOf(2), funding);
        vm.stopPrank();
    }

    function test_WhenTheTokenDeliversMoreThanItWasAskedTo() external {
        GenerousToken token = new GenerousToken();
        token.mint(VIEWER, DEPOSIT);
        vm.prank(VIEWER);
        token.approve(address(streams), DEPOSIT);
        StreamKey memory key = open(_termsIn(address(token)));
        assertEq(streams.streamOf(key).funds, 2 * DEPOSIT);
    }

    function test_WhenTheTokenKeepsAFee() external {
        FeeOnTransferToken token = new FeeOnTransferToken();
        StreamKey memory key = open(1, token);
        assertEq(streams.streamOf(key).funds, DEPOSIT - DEPOSIT / 100);
        assertEq(token.balanceOf(address(streams)), DEPOSIT - DEPOSIT / 100);
        skip(DURATION);
        streams.withdraw(key);
        assertEq(token.balanceOf(CREATOR), DEPOSIT - DEPOSIT / 100);
    }

    function test_WhenTheTokenAnswersNothing() external {
        NoReturnToken token = new NoReturnToken();
        token.mint(VIEWER, DEPOSIT);
        vm.startPrank(VIEWER);
        token.approve(address(streams), DEPOSIT);
        streams.open(_termsIn(address(token)), byAllowance());
        vm.stopPrank();
        StreamKey memory key = keyOf(1);
        key.token = address(token);
        skip(DURATION);
        assertEq(streams.withdraw(key), DEPOSIT);
        assertEq(token.balanceOf(CREATOR), DEPOSIT);
    }

    function testFuzz_WhenTheUnitsOfTheTokenAreFewOrMany(uint8 decimals, uint64 seconds_) external {
        uint256 unit = 10 ** bound(decimals, 6, 24);
        TestToken token = new TestToken();
        StreamTerms memory terms = _termsIn(address(token));
        // 5 a month
        // forge-lint: disable-start(unsafe-typecast) far below
        terms.rate = Rate.wrap(uint88(5 * unit * 65_536 / 30 days));
        terms.deposit = uint96(5 * unit);
        // forge-lint: disable-end(unsafe-typecast)
        token.mint(VIEWER, 5 * unit);
        vm.prank(VIEWER);
        token.approve(address(streams), 5 * unit);
        StreamKey memory key = open(terms);
        uint256 elapsed = bound(seconds_, 0, 30 days);
        skip(elapsed);
        assertEq(streams.withdraw(key), elapsed * uint256(Rate.unwrap(terms.rate)) / 65_536);
        skip(60 days);
        streams.withdraw(key);
        assertEq(token.balanceOf(CREATOR), 5 * unit);
    }

    function test_GivenItIsDepleted() external {
        StreamKey memory key = open(1);
        skip(DURATION);
        expectWithdrawn(key, DEPOSIT);
        open(1);
        assertEq(stream.balanceOf(CREATOR), DEPOSIT);
        assertEq(streams.streamOf(key).funds, DEPOSIT);
        assertEq(streams.accruedOf(key), 0);
    }

    function test_GivenADepletedOnesPayeeIsRefusedByTheToken() external {
        BlocklistToken token = new BlocklistToken();
        StreamKey memory key = open(1, token);
        skip(DURATION);
        token.setBlocked(CREATOR, true);
        StreamTerms memory terms = _termsIn(address(token));
        open(terms);
        assertOwed(streams, CREATOR, address(token), DEPOSIT);
        assertEq(streams.streamOf(key).funds, DEPOSIT);
    }

    function _termsIn(address token) private view returns (StreamTerms memory terms) {
        terms = termsOf(1);
        terms.token = token;
    }

    function _prepay(address owner, uint256 amount) private {
        vm.prank(VIEWER);
        streams.prepay(owner, address(stream), amount);
    }

    function _authorized(uint256 secret) private returns (StreamTerms memory terms, Funding memory funding) {
        Eip3009Token token = new Eip3009Token();
        terms = termsOf(1);
        terms.token = address(token);
        token.mint(vm.addr(secret), DEPOSIT);
        funding = Eip3009.funding(secret, token, DEPOSIT, address(streams), keccak256("nonce"));
    }
}
