// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {payeeOf} from "src/types/Payee.sol";
import {PoolKey} from "src/types/Pool.sol";
import {GasCeiling} from "test/helpers/GasCeiling.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

/// @notice What a transaction costs, its 21,000 and its call data included. Measured, and 2 % above it asserted.
/// forge-config: default.isolate = true
contract StreamPools_GasTest is StreamScene, GasCeiling {
    PoolKey private _key;

    function setUp() public override {
        super.setUp();
        _key = PoolKey(contentId, payeeOf(CREATOR), address(stream));
        vm.warp((block.timestamp / 1 days + 1) * 1 days + 1 hours);
        _join(VIEWER, 30);
        skip(60);
        pools.collectPool(_key);
    }

    function test_JoinPool() external {
        fund(STRANGER, 10_000e18, address(pools));
        uint256 lastDay = block.timestamp / 1 days + 29;
        vm.prank(STRANGER);
        pools.joinPool(_key, rate(), lastDay, byAllowance());
        assertCost("join a pool", 81_772, 82_000);
    }

    function test_JoinPoolFirstOfADay() external {
        fund(STRANGER, 10_000e18, address(pools));
        uint256 lastDay = block.timestamp / 1 days + 9;
        vm.prank(STRANGER);
        pools.joinPool(_key, rate(), lastDay, byAllowance());
        assertCost("join a pool, first to end on its day", 98_872);
    }

    function test_CollectAfterADay() external {
        _seatMany(200);
        skip(1 days);
        pools.collectPool(_key);
        assertCost("collect from 200 viewers, 1 day", 49_539, 52_000 + 3000);
    }

    function test_CollectAfterAWeek() external {
        _seatMany(200);
        skip(7 days);
        pools.collectPool(_key);
        assertCost("collect from 200 viewers, 7 days", 67_593, 52_000 + 7 * 3000);
    }

    function test_LeavePool() external {
        skip(60);
        vm.prank(VIEWER);
        pools.leavePool(_key);
        assertCost("leave a pool", 49_076);
    }

    function _seatMany(uint256 count) private {
        for (uint256 i = 0; i < count; ++i) {
            // forge-lint: disable-next-line(unsafe-typecast) small
            _join(address(uint160(0xbeef0000 + i)), 1 + i % 30);
        }
    }

    function _join(address viewer, uint256 daysLong) private {
        fund(viewer, 10_000e18, address(pools));
        uint256 lastDay = block.timestamp / 1 days + daysLong - 1;
        vm.prank(viewer);
        pools.joinPool(_key, rate(), lastDay, byAllowance());
    }
}
