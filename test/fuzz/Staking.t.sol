// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {RateEnds} from "src/types/RateEnds.sol";
import {ONE_WEI, Stake, StakeTotals} from "src/types/Stake.sol";
import {StakingScene} from "test/helpers/StakingScene.sol";
import {StakingTwin} from "test/helpers/StakingTwin.sol";
import {StakingHandler} from "test/invariant/handlers/StakingHandler.sol";

contract Staking_FuzzTest is StakingScene {
    uint256 private constant SUPPLY = 1e27;

    RateEnds private _ends;

    /* ANY HISTORY */

    /// @dev A run makes 50 calls.
    /// forge-config: ci.fuzz.runs = 256
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

        uint256 state = vm.snapshotState();
        vm.warp(then);
        uint256 without = staking.earned(ANNA);
        assertTrue(vm.revertToState(state));

        uint256 rate = staking.totals().rate;
        if (byHarvest) staking.harvest(allocationKey());
        else addRewards(uint96(bound(second, 0, 5_000_000e18)));
        assertGe(staking.totals().rate, rate, "PAY-1: an addition takes nothing from what flows");
        vm.warp(then);
        assertGe(staking.earned(ANNA), without, "PAY-1: nobody lowers what another has earned");
    }

    /// @dev The same addition a second later, by addition or by harvest, before and after ends of periods and days.
    function testFuzz_TimingDecidesNothing(
        uint96 first,
        uint40 wait,
        uint96 second,
        bool byHarvest,
        uint40 later
    ) external {
        vm.warp(block.timestamp + 370 days);
        stake(ANNA, STAKE);
        addRewards(uint96(bound(first, 0, 5_000_000e18)));
        skip(bound(wait, 0, 65 days));
        stake(BEN, 9 * STAKE);
        uint256 begin = block.timestamp;
        uint256 then = begin + 1 + bound(later, 0, 70 days);
        uint96 added = byHarvest ? 150_000_000e18 : uint96(bound(second, 0, 5_000_000e18));

        uint256[2] memory anna;
        uint256[2] memory ben;
        for (uint256 i; i < 2; ++i) {
            uint256 state = vm.snapshotState();
            vm.warp(begin + i);
            if (byHarvest) staking.harvest(allocationKey());
            else addRewards(added);
            vm.warp(then);
            (anna[i], ben[i]) = (staking.earned(ANNA), staking.earned(BEN));
            assertTrue(vm.revertToState(state));
        }
        // a second's rewards, and less than two wei for each second of the rest
        uint256 most = (uint256(added) + 31 days) / 29 days + 2 * 31 days;
        assertApproxEqAbs(anna[0], anna[1], most / 10 + 1, "PAY-1: a second decides about a second");
        assertApproxEqAbs(ben[0], ben[1], most * 9 / 10 + 1, "PAY-1: a second decides about a second");
    }

    /// @dev Each addition flows as if it were the only one: in any order, the sum is that of the parts.
    function testFuzz_AdditionsDoNotTouchEachOther(
        uint96[2] memory amounts,
        uint40[2] memory waits,
        uint40 later
    ) external {
        stake(ANNA, STAKE);
        uint256 begin = block.timestamp;
        uint256 then = begin + bound(later, 0, 150 days);
        for (uint256 i; i < 2; ++i) {
            amounts[i] = uint96(bound(amounts[i], 0, 5_000_000e18));
        }
        waits = [uint40(bound(waits[0], 0, 40 days)), uint40(bound(waits[1], 0, 40 days))];
        uint256[4] memory sums;
        for (uint256 which = 1; which < 4; ++which) {
            uint256 state = vm.snapshotState();
            uint256 time = begin;
            for (uint256 i; i < 2; ++i) {
                time += waits[i];
                vm.warp(time);
                if (which >> i & 1 == 1) addRewards(amounts[i]);
            }
            vm.warp(time > then ? time : then);
            sums[which] = staking.earned(ANNA);
            assertTrue(vm.revertToState(state));
        }
        // each leaves a rest that fills no second, below a wei a second of its 31 days; the first's flows with the second
        assertApproxEqAbs(
            sums[3], sums[1] + sums[2], 2 * 31 days + 2, "PAY-1: the rewards are the sum of the additions'"
        );
    }

    /// @dev A tolerance of one rest is too little.
    function test_AdditionsDoNotTouchEachOther_TwoRests() external {
        this.testFuzz_AdditionsDoNotTouchEachOther(
            [uint96(180_865_194_479_797_377), 10_343_919], [uint40(15), 0], 338_562_498
        );
    }

    /* THE TOTALS ALONE */

    /// @dev The remainder is carried, so it does not matter in how many steps time passes.
    function testFuzz_TimeMayPassInSteps(
        StakeTotals memory totals,
        uint96[3] memory adds,
        uint32[2] memory waits
    ) external {
        _bound(totals, adds);
        uint256 middle = totals.updatedAt + uint256(waits[0] % 40 days);
        uint256 end = middle + waits[1];
        StakeTotals memory atOnce = _copy(totals);
        atOnce.advance(_ends, end);
        totals.advance(_ends, middle);
        totals.advance(_ends, end);
        assertEq(abi.encode(totals), abi.encode(atOnce));
    }

    /// @dev Class 15: at the least stake, and at the whole supply as rewards of one period.
    function testFuzz_NothingIsLost(StakeTotals memory totals, uint96[3] memory adds, uint32 elapsed)
        external
    {
        uint256 added = _bound(totals, adds);
        assertEq(_toCome(totals), added, "PAY-2: to come = added, at first");
        StakeTotals memory later = _copy(totals);
        later.advance(_ends, totals.updatedAt + uint256(elapsed));
        uint256 shared = uint256(later.index - totals.index) * totals.totalStaked;
        assertEq(
            shared + later.carry + _toCome(later) * ONE_WEI,
            totals.carry + added * ONE_WEI,
            "PAY-2: index grown * stakes + carry + to come stays the same"
        );
        if (totals.totalStaked != 0) assertLt(later.carry, totals.totalStaked, "carry < totalStaked");
    }

    function testFuzz_AStakeEarnsItsPortion(uint96 amount, uint160 from, uint160 grown) external pure {
        from = uint160(bound(from, 0, 2 ** 151));
        grown = uint160(bound(grown, 0, 2 ** 151));
        assertEq(Stake(amount, from).accrued(from + grown), uint256(amount) * grown);
    }

    function testFuzz_RatesOfADayAreItsOwn(uint16 day, uint72[3] memory rates) external {
        for (uint256 i; i < 3; ++i) {
            _ends.add(uint256(day) + i, rates[i] / 2);
            _ends.add(uint256(day) + i, rates[i] - rates[i] / 2);
        }
        for (uint256 i; i < 3; ++i) {
            assertEq(_ends.endingAt(uint256(day) + i), rates[i]);
        }
        assertEq(_ends.endingAt(uint256(day) + 3), 0);
        if (day != 0) assertEq(_ends.endingAt(day - 1), 0);
    }

    /// @dev As far as {StakeTotals} says that the totals can get.
    /// @return added The rewards to come, in wei.
    function _bound(StakeTotals memory totals, uint96[3] memory adds) private returns (uint256 added) {
        totals.totalStaked = totals.totalStaked % 4 == 0 ? 0 : uint96(bound(totals.totalStaked, 1e18, SUPPLY));
        totals.index = uint160(bound(totals.index, 1e12, 2 ** 151));
        totals.rate = 0;
        totals.updatedAt = uint40(bound(totals.updatedAt, 1_800_000_000, 2_000_000_000));
        totals.clock = uint40(bound(totals.clock, 0, 200_000_000));
        totals.carry = uint104(bound(totals.carry, 0, SUPPLY + ONE_WEI));
        for (uint256 i; i < adds.length; ++i) {
            uint256 amount = adds[i] % SUPPLY;
            (uint256 left,) = totals.refill(_ends, amount, PERIOD);
            added += amount - left;
        }
    }

    function _toCome(StakeTotals memory totals) private view returns (uint256) {
        return _copy(totals).flow(_ends, 31 days);
    }

    function _copy(StakeTotals memory totals) private pure returns (StakeTotals memory) {
        return abi.decode(abi.encode(totals), (StakeTotals));
    }
}
