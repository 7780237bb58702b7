// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {payeeOf} from "src/types/Payee.sol";
import {Rate} from "src/types/Rate.sol";
import {StreamKey, StreamStatus} from "src/types/Stream.sol";
import {StreamTerms} from "src/types/StreamTerms.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {StreamTwin} from "test/helpers/StreamTwin.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

/// @notice One stream of any rates, amounts and times, step by step beside its twin.
contract StreamingProtocol_Fuzz is StreamScene {
    StreamTwin private _twin;
    TestToken private _token;
    StreamKey private _key;

    function setUp() public override {
        super.setUp();
        _twin = new StreamTwin();
        _token = new TestToken();
        _token.mint(VIEWER, type(uint128).max);
        vm.prank(VIEWER);
        _token.approve(address(streams), type(uint256).max);
        _key = StreamKey(streams.streamIdOf(VIEWER, VIEWER, contentId, 0), payeeOf(CREATOR), address(_token));
    }

    /// @dev A run makes 32 calls.
    /// forge-config: ci.fuzz.runs = 256
    function testFuzz_PAY1_AnyHistory(uint256[32] calldata seeds) external {
        for (uint256 i; i < seeds.length; ++i) {
            skip(_time(uint256(keccak256(abi.encode(seeds[i], "time")))));
            _act(seeds[i], uint256(keccak256(abi.encode(seeds[i], "amount"))));
            _agree();
        }
    }

    /// @dev Whoever takes out and tops up with nothing in between, the same is paid in the end.
    function testFuzz_PAY1_AnyScheduleOfPayments(uint88 perSecond, uint96 deposit, uint32[16] calldata times)
        external
    {
        _token.mint(VIEWER, type(uint128).max);
        StreamKey memory other = _key;
        other.id = streams.streamIdOf(VIEWER, VIEWER, contentId, 1);
        Rate any = Rate.wrap(uint88(bound(perSecond, 1, type(uint88).max)));
        uint96 amount = uint96(bound(deposit, 1, type(uint96).max));
        vm.startPrank(VIEWER);
        streams.open(StreamTerms(contentId, VIEWER, 0, address(_token), any, amount), byAllowance());
        streams.open(StreamTerms(contentId, VIEWER, 1, address(_token), any, amount), byAllowance());
        vm.stopPrank();
        uint256 often;
        for (uint256 i; i < times.length; ++i) {
            skip(times[i]);
            often += streams.withdraw(_key);
            often += streams.withdraw(_key);
        }
        assertEq(often, streams.withdraw(other), "PAY-1: withdrawn(t) is the same for every schedule");
        assertEq(streams.streamOf(_key).remainder, streams.streamOf(other).remainder);
        assertEq(streams.refundableOf(_key), streams.refundableOf(other));
    }

    function _act(uint256 seed, uint256 any) private {
        StreamStatus status = _twin.status(0);
        bool isOpen = status != StreamStatus.None;
        // forge-lint: disable-start(unsafe-typecast) any will do
        uint96 amount = uint96(any >> any % 97);
        Rate rate_ = Rate.wrap(uint88((any >> 8) >> any % 89));
        // forge-lint: disable-end(unsafe-typecast)
        uint256 action = seed % 8;
        vm.startPrank(VIEWER);
        if (action < 2 && (!isOpen || status == StreamStatus.Depleted) && amount != 0 && !rate_.isZero()) {
            streams.open(StreamTerms(contentId, VIEWER, 0, address(_token), rate_, amount), byAllowance());
            _twin.open(0, amount, Rate.unwrap(rate_));
        } else if (action == 2 && isOpen) {
            uint256 room = type(uint96).max - streams.streamOf(_key).funds;
            amount = uint96(amount % (room + 1));
            streams.topUp(_key, amount);
            _twin.topUp(0, amount);
        } else if (action == 3 && isOpen && !rate_.isZero()) {
            streams.setRate(_key, rate_);
            _twin.setRate(0, Rate.unwrap(rate_));
        } else if (action == 4 && status == StreamStatus.Streaming) {
            streams.pause(_key);
            _twin.setPaused(0, true);
        } else if (action < 6 && status == StreamStatus.Paused) {
            streams.resume(_key);
            _twin.setPaused(0, false);
        } else if (action == 6 && isOpen) {
            assertEq(streams.cancel(_key), _twin.close(0), "PAY-1: refund == put - floor(earned)");
        } else if (isOpen) {
            streams.withdraw(_key);
        }
        vm.stopPrank();
    }

    function _agree() private {
        StreamStatus status = _twin.status(0);
        assertEq(uint8(streams.statusOf(_key)), uint8(status), "PAY-1: status");
        uint256 accrued = streams.accruedOf(_key);
        assertEq(
            _token.balanceOf(CREATOR) + accrued,
            _twin.earned(0),
            "PAY-1: withdrawn + accrued == floor(earned)"
        );
        assertEq(streams.refundableOf(_key), streams.streamOf(_key).funds - accrued, "PAY-2");
        assertEq(_token.balanceOf(address(streams)), streams.streamOf(_key).funds, "PAY-2: funds == balance");
        if (status == StreamStatus.Streaming || status == StreamStatus.Paused) {
            assertEq(streams.depletionTimeOf(_key), _twin.depletesAt(0), "PAY-1: depletion time");
        }
    }

    /// @dev No time, seconds, or up to 30 years in 32 steps at most.
    function _time(uint256 seed) private pure returns (uint256) {
        return (seed >> 8) % (2 ** (seed % 30 + 1)) % 365 days;
    }
}
