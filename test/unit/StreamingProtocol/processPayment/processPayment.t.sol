// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPayouts} from "src/interfaces/IPayouts.sol";
import {ISplitRollup} from "src/interfaces/ISplitRollup.sol";
import {IStreams} from "src/interfaces/IStreams.sol";
import {payeeOf} from "src/types/Payee.sol";
import {SplitId} from "src/types/SplitId.sol";
import {StreamId, StreamKey} from "src/types/Stream.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

contract StreamingProtocol_ProcessPayment_Test is StreamScene {
    StreamKey private _key;

    function setUp() public override {
        super.setUp();
        _key = open(0);
        skip(100);
    }

    function test_RevertWhen_TheStreamIsNotOpen() external {
        StreamKey memory none = keyOf(1);
        expectNotOpen(none);
        streams.processPayment(CREATOR, 1, StreamId.unwrap(none.id));
    }

    function test_RevertWhen_TheCreatorIsNotThePayee() external {
        StreamKey memory key = _key;
        key.payee = payeeOf(STRANGER);
        expectNotOpen(key);
        vm.prank(STRANGER);
        _process(STRANGER, 1);
    }

    function test_RevertWhen_TheStreamIsInAnotherToken() external {
        StreamKey memory other = open(1, new TestToken());
        other.token = address(stream);
        expectNotOpen(other);
        streams.processPayment(CREATOR, 0, StreamId.unwrap(other.id));
    }

    function test_RevertWhen_TheAmountIsAboveWhatHasAccrued() external {
        vm.expectRevert(
            abi.encodeWithSelector(IStreams.Streams_AmountNotAccrued.selector, _due() + 1, _due())
        );
        _process(CREATOR, _due() + 1);
    }

    function test_RevertWhen_TheAmountIsAboveWhatHasAccruedAndWhatWaits() external {
        _process(CREATOR, 1);
        skip(100);
        uint256 all = 2 * _due() - 1;
        vm.expectRevert(abi.encodeWithSelector(IStreams.Streams_AmountNotAccrued.selector, all + 1, all));
        _process(CREATOR, all + 1);
    }

    function test_WhenTheAmountIsAllThatHasAccrued() external {
        expectWithdrawn(_key, _due());
        vm.recordLogs();
        vm.prank(STRANGER);
        _process(CREATOR, _due());
        assertEq(vm.getRecordedLogs().length, 2, "a {Withdrawn} and a {Transfer} event");
        assertEq(stream.balanceOf(CREATOR), _due());
        assertEq(stream.balanceOf(STRANGER), 0);
        assertEq(streams.streamOf(_key).funds, DEPOSIT - _due());
        assertEq(streams.accruedOf(_key), 0);
    }

    function test_WhenTheAmountIsTheGreatest() external {
        _process(CREATOR, type(uint256).max);
        assertEq(stream.balanceOf(CREATOR), _due());
        assertOwed(streams, CREATOR, address(stream), 0);
    }

    function test_WhenTheAmountIsLess() external {
        vm.expectEmit(address(streams));
        emit IPayouts.Owed(_key.payee, address(stream), _due() - 1);
        _process(CREATOR, 1);
        assertEq(stream.balanceOf(CREATOR), 1);
        assertOwed(streams, CREATOR, address(stream), _due() - 1);
        assertEq(streams.streamOf(_key).funds, DEPOSIT - _due());
    }

    function test_WhenTheAmountIsZero() external {
        _process(CREATOR, 0);
        assertEq(stream.balanceOf(CREATOR), 0);
        assertOwed(streams, CREATOR, address(stream), _due());
    }

    function test_WhenTheAmountNeedsWhatWaits() external {
        _process(CREATOR, 1);
        skip(100);
        _process(CREATOR, _due() + 7);
        assertEq(stream.balanceOf(CREATOR), _due() + 8);
        assertOwed(streams, CREATOR, address(stream), _due() - 8);
    }

    function testFuzz_WhenTheAmountsAreAny(uint64[8] calldata amounts) external {
        uint256 paid;
        for (uint256 i = 0; i < amounts.length; ++i) {
            uint256 available = streams.accruedOf(_key) + streams.owed(_key.payee, _key.token);
            uint256 amount = amounts[i] % (available + 1);
            _process(CREATOR, amount);
            paid += amount;
            assertEq(stream.balanceOf(CREATOR), paid);
            assertEq(paid + streams.owed(_key.payee, _key.token), DEPOSIT - streams.streamOf(_key).funds);
            skip(amount % 100);
        }
    }

    function test_GivenTheStreamIsDepleted() external {
        skip(DURATION);
        _process(CREATOR, DEPOSIT);
        assertEq(stream.balanceOf(CREATOR), DEPOSIT);
        _process(CREATOR, type(uint256).max);
        assertEq(stream.balanceOf(CREATOR), DEPOSIT);
    }

    function test_GivenTheStreamIsPaused() external {
        pause(_key);
        skip(100);
        _process(CREATOR, _due());
        assertEq(stream.balanceOf(CREATOR), _due());
        resume(_key);
        assertEq(streams.accruedOf(_key), 0);
    }

    function test_GivenTheStreamIsAPosition() external {
        sell(_key);
        _process(CREATOR, 1);
        assertEq(stream.balanceOf(BUYER), 1);
        assertEq(stream.balanceOf(CREATOR), 0);
        assertOwed(streams, BUYER, address(stream), _due() - 1);
        assertOwed(streams, CREATOR, address(stream), 0);
    }

    function test_RevertGiven_ThePositionIsRestrictedAndAnotherCalls() external {
        sellRestricted(_key);
        expectRestricted(STRANGER);
        vm.prank(STRANGER);
        streams.processPayment(CREATOR, 1, StreamId.unwrap(_key.id));
        vm.prank(BUYER);
        streams.processPayment(CREATOR, 1, StreamId.unwrap(_key.id));
        assertEq(stream.balanceOf(BUYER), 1);
    }

    function test_GivenThePayeeIsASplit() external {
        SplitId split = registeredSplit();
        StreamKey memory key = open(1, split);
        skip(200);
        uint96 due = 200 * uint96(WEI_PER_SECOND);
        vm.expectEmit(address(rollup));
        emit ISplitRollup.Credited(
            split.segment(), 0, abi.encodePacked(uint16(1), split.slot(), due - PROVING_FEE)
        );
        streams.processPayment(address(uint160(SplitId.unwrap(split))), due, StreamId.unwrap(key.id));
        assertEq(stream.balanceOf(address(rollup)), due);
        assertEq(streams.owed(key.payee, key.token), 0);
        assertEq(stream.allowance(address(streams), address(rollup)), 0);
    }

    function test_GivenThePayeeIsASplitThatIsDueTooLittle() external {
        SplitId split = registeredSplit();
        StreamKey memory key = open(1, split);
        address creator = address(uint160(SplitId.unwrap(split)));
        skip(99);
        streams.processPayment(creator, type(uint256).max, StreamId.unwrap(key.id));
        assertEq(stream.balanceOf(address(rollup)), 0);
        assertEq(streams.owed(key.payee, key.token), 99 * uint256(WEI_PER_SECOND));
        skip(1);
        streams.processPayment(creator, type(uint256).max, StreamId.unwrap(key.id));
        assertEq(stream.balanceOf(address(rollup)), 100 * uint256(WEI_PER_SECOND));
        assertEq(streams.owed(key.payee, key.token), 0);
    }

    function test_GivenThePayeeIsASplitAndTheAmountIsLess() external {
        SplitId split = registeredSplit();
        StreamKey memory key = open(1, split);
        skip(200);
        streams.processPayment(address(uint160(SplitId.unwrap(split))), 1, StreamId.unwrap(key.id));
        assertEq(stream.balanceOf(address(rollup)), 200 * uint256(WEI_PER_SECOND));
        assertEq(streams.owed(key.payee, key.token), 0);
    }

    function _process(address creator, uint256 amount) private {
        streams.processPayment(creator, amount, StreamId.unwrap(_key.id));
    }

    function _due() private pure returns (uint256) {
        return 100 * uint256(WEI_PER_SECOND);
    }
}
