// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ONE_WEI, Stake, StakeTotals} from "src/types/Stake.sol";
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
                "PAY-1: paid + earned == sum(rate * portion of each second)"
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
        uint256 rate = staking.totals().unstreamed() == 0 ? 0 : staking.totals().rate;

        uint256 state = vm.snapshotState();
        vm.warp(then);
        uint256 without = staking.earned(ANNA);
        assertTrue(vm.revertToState(state));

        if (byHarvest) staking.harvest(allocationKey());
        else addRewards(uint96(bound(second, 0, 5_000_000e18)));
        assertGe(staking.totals().rate, rate, "PAY-1: the rate never falls while rewards flow");
        assertLe(staking.totals().endsAt, block.timestamp + PERIOD, "rewards flow for a period at most");
        vm.warp(then);
        assertGe(staking.earned(ANNA), without, "PAY-1: nobody lowers what another has earned");
    }

    /* THE TOTALS ALONE */

    /// @dev The remainder is carried, so it does not matter in how many steps time passes.
    function testFuzz_TimeMayPassInSteps(StakeTotals memory totals, uint32 first, uint32 second)
        external
        pure
    {
        _bound(totals);
        uint256 middle = totals.updatedAt + uint256(first);
        uint256 end = middle + second;
        StakeTotals memory atOnce = _copy(totals);
        atOnce.advance(end);
        totals.advance(middle);
        totals.advance(end);
        assertEq(abi.encode(totals), abi.encode(atOnce));
    }

    /// @dev Class 15: at the least stake, and at the whole supply as rewards of one period.
    function testFuzz_NothingIsLost(StakeTotals memory totals, uint32 elapsed) external pure {
        _bound(totals);
        StakeTotals memory later = _copy(totals);
        later.advance(totals.updatedAt + uint256(elapsed));
        uint256 shared = uint256(later.index - totals.index) * totals.totalStaked;
        assertEq(
            shared + later.carry + later.unstreamed() * ONE_WEI,
            totals.carry + totals.unstreamed() * ONE_WEI,
            "PAY-2: index grown * stakes + carry + to come stays the same"
        );
        if (totals.totalStaked != 0) assertLt(later.carry, totals.totalStaked, "carry < totalStaked");
    }

    function testFuzz_AStakeEarnsItsPortion(uint96 amount, uint160 from, uint160 grown) external pure {
        from = uint160(bound(from, 0, 2 ** 149));
        grown = uint160(bound(grown, 0, 2 ** 149));
        assertEq(Stake(amount, from).accrued(from + grown), uint256(amount) * grown);
    }

    /// @dev As far as {StakeTotals} says that the totals can get.
    function _bound(StakeTotals memory totals) private pure {
        totals.totalStaked = totals.totalStaked % 4 == 0 ? 0 : uint96(bound(totals.totalStaked, 1e18, SUPPLY));
        totals.index = uint160(bound(totals.index, 1e12, 2 ** 149));
        totals.rate = uint72(bound(totals.rate, 0, SUPPLY / PERIOD));
        totals.updatedAt = uint40(bound(totals.updatedAt, 1_800_000_000, 2_000_000_000));
        totals.endsAt = uint40(bound(totals.endsAt, totals.updatedAt - 100, totals.updatedAt + PERIOD));
        totals.carry = uint104(bound(totals.carry, 0, SUPPLY + ONE_WEI));
    }

    function _copy(StakeTotals memory totals) private pure returns (StakeTotals memory) {
        return abi.decode(abi.encode(totals), (StakeTotals));
    }
}
