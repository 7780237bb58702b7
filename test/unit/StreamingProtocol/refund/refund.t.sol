// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStreams} from "src/interfaces/IStreams.sol";
import {Rate} from "src/types/Rate.sol";
import {StreamKey, StreamStatus} from "src/types/Stream.sol";
import {StreamTerms} from "src/types/StreamTerms.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";

contract StreamingProtocol_Refund_Test is StreamScene {
    uint96 private constant ACCRUED = 100 * uint96(WEI_PER_SECOND);

    function test_RevertWhen_TheCallerIsNotTheViewer() external {
        StreamKey memory key = open(1);
        expectNotViewer(CREATOR);
        vm.prank(CREATOR);
        streams.refund(key, 1);
    }

    function test_RevertWhen_TheStreamIsNotOpen() external {
        StreamKey memory key = keyOf(1);
        expectNotOpen(key);
        _refund(key, 0);
    }

    function test_RevertWhen_ItIsMoreThanIsUnspent() external {
        StreamKey memory key = open(1);
        skip(100);
        uint96 unspent = DEPOSIT - ACCRUED;
        vm.expectRevert(abi.encodeWithSelector(IStreams.Streams_AboveUnspent.selector, unspent + 1, unspent));
        _refund(key, unspent + 1);
    }

    function test_WhenItIsAPart() external {
        StreamKey memory key = open(1);
        skip(100);
        uint256 before = stream.balanceOf(VIEWER);
        vm.expectEmit(address(streams));
        emit IStreams.StreamRefunded(hashOf(key), ACCRUED);
        assertEq(_refund(key, ACCRUED), ACCRUED);

        assertEq(stream.balanceOf(VIEWER) - before, ACCRUED);
        assertEq(streams.accruedOf(key), ACCRUED);
        assertEq(streams.depletionTimeOf(key), block.timestamp + DURATION - 200);
        skip(10);
        assertEq(streams.withdraw(key), 110 * uint256(WEI_PER_SECOND));
    }

    function test_WhenItIsAllThatIsUnspent() external {
        StreamKey memory key = open(1);
        skip(100);
        assertEq(_refund(key, type(uint96).max), DEPOSIT - ACCRUED);
        assertStatus(key, StreamStatus.Depleted);
        skip(1000);
        assertEq(streams.accruedOf(key), ACCRUED);
        vm.prank(VIEWER);
        streams.topUp(key, DEPOSIT);
        assertEq(stream.balanceOf(CREATOR), ACCRUED);
        skip(10);
        assertEq(streams.accruedOf(key), 10 * uint256(WEI_PER_SECOND), "time without funds is not charged");
    }

    function test_GivenAFractionOfAWeiHasAccrued() external {
        StreamKey memory key = _openSlowly(Rate.wrap(65_535));
        skip(2);
        assertEq(streams.accruedOf(key), 1);
        assertEq(streams.refundableOf(key), DEPOSIT - 1);
        assertEq(_refund(key, type(uint96).max), DEPOSIT - 2);
        assertEq(streams.streamOf(key).funds, 2);
        assertStatus(key, StreamStatus.Streaming);
    }

    function test_GivenItIsPaused() external {
        StreamKey memory key = open(1);
        skip(100);
        pause(key);
        skip(100);
        _refund(key, ACCRUED);
        assertStatus(key, StreamStatus.Paused);
        assertEq(streams.accruedOf(key), ACCRUED);
        _refund(key, type(uint96).max);
        assertStatus(key, StreamStatus.Depleted);
        assertEq(streams.withdraw(key), ACCRUED);
        assertEq(stream.balanceOf(CREATOR), ACCRUED);
    }

    function test_GivenItIsDepleted() external {
        StreamKey memory key = open(1);
        skip(2 * DURATION);
        assertEq(_refund(key, type(uint96).max), 0);
        vm.expectRevert(abi.encodeWithSelector(IStreams.Streams_AboveUnspent.selector, 1, 0));
        _refund(key, 1);
    }

    function test_GivenTheStreamIsAPosition() external {
        StreamKey memory key = open(1);
        sell(key);
        skip(100);
        _refund(key, type(uint96).max);
        streams.withdraw(key);
        assertEq(stream.balanceOf(BUYER), ACCRUED);
    }

    function test_GivenTheTokenRefusesTheViewer() external {
        BlocklistToken token = new BlocklistToken();
        StreamKey memory key = open(1, token);
        token.setBlocked(VIEWER, true);
        _refund(key, 1e18);
        assertOwed(streams, VIEWER, address(token), 1e18);
    }

    /// At 0.9 wei a second, a whole wei is never due to somebody who looks each second.
    function test_WhenTheViewerRefundsAndTopsUpEachSecond() external {
        StreamKey memory key = _openSlowly(Rate.wrap(58_982));
        for (uint256 i; i < 100; ++i) {
            skip(1);
            _refund(key, type(uint96).max);
            vm.prank(VIEWER);
            streams.topUp(key, DEPOSIT);
        }
        streams.withdraw(key);
        assertEq(stream.balanceOf(CREATOR), (uint256(100) * 58_982) >> 16, "PAY-1");
    }

    function testFuzz_WhenTheAmountAndTheTimeAreAny(uint88 perSecond, uint96 amount, uint32 elapsed)
        external
    {
        StreamKey memory key = _openSlowly(Rate.wrap(uint88(bound(perSecond, 1, type(uint72).max))));
        skip(elapsed);
        (uint256 accrued, uint256 unspent) = (streams.accruedOf(key), streams.unspentOf(key));
        amount = uint96(bound(amount, 0, unspent));
        assertEq(_refund(key, amount), amount);
        assertEq(streams.accruedOf(key), accrued, "PAY-1: nobody lowers the accrued amount");
        assertEq(streams.unspentOf(key), unspent - amount);
        assertLe(accrued + unspent, DEPOSIT);
        assertGe(accrued + unspent + 1, DEPOSIT);
    }

    function _openSlowly(Rate rate_) private returns (StreamKey memory) {
        StreamTerms memory terms = termsOf(1);
        terms.rate = rate_;
        return open(terms);
    }

    function _refund(StreamKey memory key, uint96 amount) private returns (uint256) {
        vm.prank(VIEWER);
        return streams.refund(key, amount);
    }
}
