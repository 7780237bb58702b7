// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {payeeOf} from "src/types/Payee.sol";
import {PoolKey} from "src/types/Pool.sol";
import {Rate} from "src/types/Rate.sol";
import {PoolTwin} from "test/helpers/PoolTwin.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

/// @notice One pool of any seats and times, step by step beside its twin.
contract StreamPools_Fuzz is StreamScene {
    PoolTwin private _twin;
    TestToken private _token;
    PoolKey private _key;

    function setUp() public override {
        super.setUp();
        _twin = new PoolTwin();
        _token = new TestToken();
        _key = PoolKey(contentId, payeeOf(CREATOR), address(_token));
    }

    /// @dev A run makes 32 calls.
    /// forge-config: ci.fuzz.runs = 256
    function testFuzz_PAY1_AnyHistory(uint256[32] calldata seeds) external {
        for (uint256 i; i < seeds.length; ++i) {
            uint256 any = uint256(keccak256(abi.encode(seeds[i])));
            skip(_time(any >> 128));
            _act(seeds[i], any);
            _agree();
        }
        skip(400 days);
        pools.collectPool(_key);
        pools.payOut(_key.payee, _key.token);
        _agree();
        assertEq(_token.balanceOf(address(pools)), 0, "PAY-2: in the end all is paid");
    }

    function _act(uint256 seed, uint256 any) private {
        address viewer = viewerOf(seed % 6);
        if (seed % 7 == 0) {
            pools.collectPool(_key);
        } else if (_twin.isSeated(0, viewer)) {
            if (seed % 3 != 0) return;
            vm.prank(viewer);
            assertEq(
                pools.leavePool(_key), _twin.leave(0, viewer), "PAY-2: refund == floor(rate * time left)"
            );
        } else {
            uint256 more = any % 8 == 0 ? (any >> 8) % 366 : (any >> 8) % 4;
            Rate rate_ = Rate.wrap(uint88((any >> 32) >> (any >> 16) % 89));
            uint256 endsAt = (today() + more + 1) * 1 days;
            if (rate_.isZero() || rate_.over(endsAt - block.timestamp) >> 16 >= type(uint96).max) return;
            _token.mint(viewer, type(uint96).max);
            uint256 lastDay = today() + more;
            vm.startPrank(viewer);
            _token.approve(address(pools), type(uint96).max);
            uint256 paid = pools.joinPool(_key, rate_, lastDay, byAllowance());
            vm.stopPrank();
            assertEq(
                paid, _twin.join(0, viewer, Rate.unwrap(rate_), endsAt), "PAY-2: price == ceil(rate * time)"
            );
        }
    }

    function _agree() private view {
        uint256 got = _token.balanceOf(CREATOR) + pools.owed(_key.payee, _key.token);
        uint256 collectable = pools.collectableOf(pools.poolIdOf(_key));
        assertEq(got + collectable, _twin.earned(0), "PAY-1: paid + owed + collectable == floor(earned)");
        assertEq(
            _twin.earnedScaled(0) + _twin.toCome(0) - (_token.balanceOf(CREATOR) << 16),
            _token.balanceOf(address(pools)) << 16,
            "PAY-2: earned + to come - paid == balance"
        );
    }

    /// @dev No time, seconds, hours, to midnight, or days.
    function _time(uint256 seed) private view returns (uint256) {
        uint256 any = seed >> 8;
        return [0, any % 10, any % 1 days, (today() + 1) * 1 days - block.timestamp, any % 90 days][seed % 5];
    }
}
