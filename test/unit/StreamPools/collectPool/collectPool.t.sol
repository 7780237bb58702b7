// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ReentrancyGuardTransient} from "solady/utils/ReentrancyGuardTransient.sol";

import {IStreamPools} from "src/interfaces/IStreamPools.sol";
import {payeeOf} from "src/types/Payee.sol";
import {PoolKey} from "src/types/Pool.sol";
import {Rate, rateOf} from "src/types/Rate.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {ReentrantToken} from "test/helpers/tokens/ReentrantToken.sol";

contract StreamPools_CollectPool_Test is StreamScene {
    function test_GivenNobodyEverJoined() external {
        assertEq(pools.collectPool(poolKey()), 0);
        assertEq(stream.balanceOf(CREATOR), 0);
    }

    function test_GivenSomebodyHasASeat() external {
        join(VIEWER, rate(), 3);
        skip(100);
        vm.expectEmit(address(pools));
        emit IStreamPools.PoolCollected(pools.poolIdOf(poolKey()), 100 * uint256(WEI_PER_SECOND));
        vm.prank(STRANGER);
        assertEq(pools.collectPool(poolKey()), 100 * uint256(WEI_PER_SECOND));
        assertEq(stream.balanceOf(CREATOR), 100 * uint256(WEI_PER_SECOND));
        assertEq(pools.collectPool(poolKey()), 0);
    }

    function test_GivenSeatsEndOnManyDays() external {
        uint256 start = block.timestamp;
        uint256 paid;
        for (uint72 i = 0; i < 20; ++i) {
            paid += join(viewerOf(i), rateOf(1 + i), uint256(i) * i);
        }
        assertEq(pools.poolOf(pools.poolIdOf(poolKey())).rate, uint256(210) << 16);
        vm.warp((today() + 1) * 1 days);
        assertEq(pools.collectPool(poolKey()), 210 * (block.timestamp - start));
        skip(365 days);
        pools.collectPool(poolKey());
        assertEq(stream.balanceOf(CREATOR), paid);
        assertEq(pools.poolOf(pools.poolIdOf(poolKey())).rate, 0);
        assertEq(stream.balanceOf(address(pools)), 0);
    }

    function test_GivenItWasLeftAloneFor400Days() external {
        uint256 paid = join(VIEWER, rate(), 365) + join(STRANGER, rate(), 2);
        skip(400 days);
        assertEq(pools.collectPool(poolKey()), paid);
        skip(400 days);
        assertEq(pools.collectPool(poolKey()), 0);
        assertEq(
            join(BUYER, rate(), 0),
            pools.seatOf(pools.poolIdOf(poolKey()), BUYER).endsAt * uint256(WEI_PER_SECOND) - block.timestamp
                * WEI_PER_SECOND
        );
    }

    function test_GivenItIsExactlyMidnightAfterTheLastDay() external {
        uint256 paid = join(VIEWER, rate(), 0);
        vm.warp((today() + 1) * 1 days);
        assertEq(pools.collectPool(poolKey()), paid);
        assertEq(pools.collectPool(poolKey()), 0);
        skip(1);
        assertEq(pools.collectPool(poolKey()), 0);
    }

    function testFuzz_WhenItIsCollectedAtAnyTimes(uint88 perSecond, uint32[8] calldata steps) external {
        Rate any = Rate.wrap(uint88(bound(perSecond, 1, 1e17 * 65_536)));
        uint256 start = block.timestamp;
        uint256 endsAt = (today() + 21) * 1 days;
        uint256 paid = join(VIEWER, any, 20);
        uint256 dust = (paid << 16) - (endsAt - start) * Rate.unwrap(any);
        for (uint256 i = 0; i < steps.length; ++i) {
            skip(steps[i] % 5 days);
            pools.collectPool(poolKey());
            uint256 ran = (block.timestamp < endsAt ? block.timestamp : endsAt) - start;
            assertEq(stream.balanceOf(CREATOR), (ran * Rate.unwrap(any) + dust) >> 16);
        }
        skip(21 days);
        pools.collectPool(poolKey());
        assertEq(stream.balanceOf(CREATOR), paid);
    }

    function test_GivenThePayeeIsASplit() external {
        PoolKey memory key = poolKey();
        key.payee = payeeOf(registeredSplit());
        fund(VIEWER, 0, address(pools));
        uint256 lastDay = today() + 3;
        vm.prank(VIEWER);
        pools.joinPool(key, rate(), lastDay, byAllowance());
        skip(200);
        pools.collectPool(key);
        assertEq(stream.balanceOf(address(rollup)), 200 * uint256(WEI_PER_SECOND));
        assertEq(stream.allowance(address(pools), address(rollup)), 0);
    }

    function test_GivenTheTokenRefusesThePayee() external {
        BlocklistToken token = new BlocklistToken();
        approve(token, address(pools));
        PoolKey memory key = poolKey();
        key.token = address(token);
        uint256 lastDay = today() + 1;
        vm.prank(VIEWER);
        pools.joinPool(key, rate(), lastDay, byAllowance());
        token.setBlocked(CREATOR, true);
        skip(100);
        pools.collectPool(key);
        assertOwed(pools, CREATOR, address(token), 100 * uint256(WEI_PER_SECOND));
    }

    function test_WhenTheTokenCallsBack() external {
        ReentrantToken token = new ReentrantToken();
        approve(token, address(pools));
        PoolKey memory key = poolKey();
        key.token = address(token);
        uint256 lastDay = today() + 1;
        vm.prank(VIEWER);
        pools.joinPool(key, rate(), lastDay, byAllowance());
        token.arm(address(pools), abi.encodeCall(pools.collectPool, (key)));
        skip(100);
        pools.collectPool(key);
        assertFalse(token.succeeded());
        assertEq(bytes4(token.answer()), ReentrancyGuardTransient.Reentrancy.selector);
        assertEq(token.balanceOf(CREATOR), 100 * uint256(WEI_PER_SECOND));
    }
}
