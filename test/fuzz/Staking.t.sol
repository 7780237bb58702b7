// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ONE_WEI, Stake, StakePool} from "src/types/Stake.sol";
import {StakingScene} from "test/helpers/StakingScene.sol";
import {StakingTwin} from "test/helpers/StakingTwin.sol";
import {StakingHandler} from "test/invariant/handlers/StakingHandler.sol";

contract Staking_FuzzTest is StakingScene {
    uint256 private constant SUPPLY = 1e27;

    /* ANY HISTORY */

    function testFuzz_AnyHistoryAgreesWithTheTwin(uint256 seed) external {
        StakingHandler handler = new StakingHandler(staking, stream, vesting, allocationKey());
        fund(address(handler), 20_000_000e18, address(staking));
        for (uint256 i; i < 50; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            (uint256 who, uint256 what) = (seed >> 32, seed >> 64);
            uint256 action = seed % 12;
            if (action < 3) handler.stake(who, what, action == 0);
            else if (action < 5) handler.wait(what);
            else if (action < 7) handler.addRewards(what);
            else if (action == 7) handler.withdraw(who, what);
            else if (action == 8) handler.getReward(who, what % 2 == 0);
            else if (action == 9) handler.harvest(what % 2 == 0);
            else if (action == 10) handler.steal(who, what);
            else if (what % 2 == 0) handler.exit(who);
            else handler.emergencyWithdraw(who);
        }
        StakingTwin twin = handler.TWIN();
        twin.advance();
        for (uint256 i; i < handler.STAKERS(); ++i) {
            uint256 exact = twin.earned(i) / twin.ONE_WEI();
            assertApproxEqAbs(
                handler.gains(i),
                exact,
                twin.tolerance(),
                "PAY-1: paid + earned == sum(rate * share of each second)"
            );
        }
    }

    /* WHO CALLS, AND HOW OFTEN */

    /// @param pokes When somebody has anna paid, a byte each.
    function testFuzz_WhatIsEarnedDependsOnNoCall(
        uint96 anna,
        uint96 ben,
        uint96 rewards,
        bytes calldata pokes
    ) external {
        stake(ANNA, uint96(bound(anna, 1e18, 5_000_000e18)));
        stake(BEN, uint96(bound(ben, 1e18, 5_000_000e18)));
        addRewards(uint96(bound(rewards, 0, 10_000_000e18)));
        uint256 end = block.timestamp + 40 days;

        uint256 state = vm.snapshotState();
        vm.warp(end);
        (uint256 quietAnna, uint256 quietBen) = (staking.earned(ANNA), staking.earned(BEN));
        assertTrue(vm.revertToState(state));

        uint256 before = stream.balanceOf(ANNA);
        for (uint256 i; i < pokes.length && i < 64; ++i) {
            skip(uint256(uint8(pokes[i])) * 2 hours / 16);
            vm.prank(STRANGER);
            staking.stakeFor(ANNA, 0);
        }
        vm.warp(end);
        assertApproxEqAbs(
            gained(ANNA, before) + staking.earned(ANNA), quietAnna, 1, "PAY-1: paid(t) is the same"
        );
        assertApproxEqAbs(staking.earned(BEN), quietBen, 1, "PAY-1: paid(t) is the same");
    }

    /// @dev Whatever is added, by addition or by harvest, nobody has earned less at any time after.
    function testFuzz_AddingLowersNobody(
        uint96 first,
        uint40 wait,
        uint96 second,
        bool byHarvest,
        uint40 later
    ) external {
        stake(ANNA, STAKE);
        stake(BEN, 3 * STAKE);
        addRewards(uint96(bound(first, 0, 5_000_000e18)));
        skip(bound(wait, 0, 35 days));
        uint256 then = block.timestamp + bound(later, 0, 70 days);
        uint256 rate = staking.pool().unstreamed() == 0 ? 0 : staking.pool().rate;

        uint256 state = vm.snapshotState();
        vm.warp(then);
        uint256 without = staking.earned(ANNA);
        assertTrue(vm.revertToState(state));

        if (byHarvest) staking.harvest(allocationKey());
        else addRewards(uint96(bound(second, 0, 5_000_000e18)));
        assertGe(staking.pool().rate, rate, "PAY-1: the rate never falls while rewards flow");
        assertLe(staking.pool().endsAt, block.timestamp + PERIOD, "rewards flow for a period at most");
        vm.warp(then);
        assertGe(staking.earned(ANNA), without, "PAY-1: nobody lowers what another has earned");
    }

    /* THE POOL ALONE */

    /// @dev The remainder is carried, so it does not matter in how many steps time passes.
    function testFuzz_TimeMayPassInSteps(StakePool memory pool, uint32 first, uint32 second) external pure {
        _bound(pool);
        uint256 middle = pool.updatedAt + uint256(first);
        uint256 end = middle + second;
        StakePool memory atOnce = _copy(pool);
        atOnce.advance(end);
        pool.advance(middle);
        pool.advance(end);
        assertEq(abi.encode(pool), abi.encode(atOnce));
    }

    /// @dev Class 15: at the least stake, and at the whole supply as rewards of one period.
    function testFuzz_NothingIsLost(StakePool memory pool, uint32 elapsed) external pure {
        _bound(pool);
        StakePool memory later = _copy(pool);
        later.advance(pool.updatedAt + uint256(elapsed));
        uint256 shared = uint256(later.index - pool.index) * pool.totalStaked;
        assertEq(
            shared + later.carry + later.unstreamed() * ONE_WEI,
            pool.carry + pool.unstreamed() * ONE_WEI,
            "PAY-2: index grown * stakes + carry + to come stays the same"
        );
        if (pool.totalStaked != 0) assertLt(later.carry, pool.totalStaked, "carry < totalStaked");
    }

    function testFuzz_AStakeEarnsItsShare(uint96 amount, uint160 from, uint160 grown) external pure {
        from = uint160(bound(from, 0, 2 ** 149));
        grown = uint160(bound(grown, 0, 2 ** 149));
        assertEq(Stake(amount, from).accrued(from + grown), uint256(amount) * grown);
    }

    /// @dev As far as {StakePool} says that a pool can get.
    function _bound(StakePool memory pool) private pure {
        pool.totalStaked = pool.totalStaked % 4 == 0 ? 0 : uint96(bound(pool.totalStaked, 1e18, SUPPLY));
        pool.index = uint160(bound(pool.index, 1e12, 2 ** 149));
        pool.rate = uint72(bound(pool.rate, 0, SUPPLY / PERIOD));
        pool.updatedAt = uint40(bound(pool.updatedAt, 1_800_000_000, 2_000_000_000));
        pool.endsAt = uint40(bound(pool.endsAt, pool.updatedAt - 100, pool.updatedAt + PERIOD));
        pool.carry = uint104(bound(pool.carry, 0, SUPPLY + ONE_WEI));
    }

    function _copy(StakePool memory pool) private pure returns (StakePool memory) {
        return abi.decode(abi.encode(pool), (StakePool));
    }
}
