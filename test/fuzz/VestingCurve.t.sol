// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {GrantKey} from "src/types/Grant.sol";
import {Step, stepOf} from "src/types/VestingSchedule.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract VestingCurve_FuzzTest is VestingScene {
    /// @dev Whoever releases, and however often, the same was paid by the same time; and all of it by the end.
    function testFuzz_WhatIsPaidDoesNotDependOnWhenItIsReleased(
        uint96 total,
        uint40[8] calldata times,
        uint256 seed,
        uint8 count
    ) external {
        total = uint96(bound(total, 1, 100_000e18));
        Step[] memory schedule = seed % 4 == 0 ? official() : _schedule(seed, count);
        GrantKey memory often = keyOf(1, schedule);
        GrantKey memory once = keyOf(2, schedule);
        once.beneficiary = STRANGER;
        give(often, total, false, schedule);
        give(once, total, false, schedule);
        uint256 end = schedule.length == 0 ? LAUNCH + 36 * MONTH : schedule[schedule.length - 1].to();
        uint256 time = vm.getBlockTimestamp();
        for (uint256 i; i < times.length; ++i) {
            time += times[i] % (end / 4);
            vm.warp(time);
            vesting.releaseCustom(often, schedule);
            assertEq(stream.balanceOf(BENEFICIARY), vesting.vestedOf(once, schedule), "paid(t) == vested(t)");
        }
        vesting.releaseCustom(once, schedule);
        assertEq(stream.balanceOf(BENEFICIARY), stream.balanceOf(STRANGER), "paid(t) is the same");
        vm.warp(time > end ? time : end);
        vesting.releaseCustom(often, schedule);
        assertEq(stream.balanceOf(BENEFICIARY), total, "all of it is paid at the end");
    }

    /// @dev One rational number, rounded down once.
    function testFuzz_WhatHasVestedIsExact(uint96 total, uint256 seed, uint8 count, uint40 time) external {
        total = uint96(bound(total, 1, 100_000e18));
        Step[] memory schedule = _schedule(seed, count);
        give(keyOf(1, schedule), total, false, schedule);
        time = uint40(bound(time, 1, schedule[schedule.length - 1].to() + 1 days));
        vm.warp(time);
        uint256 vested = vesting.vestedOf(keyOf(1, schedule), schedule);
        (uint256 numerator, uint256 denominator) = _byTheBook(schedule, time);
        assertLe(vested * denominator, total * numerator, "never above the curve");
        assertGt((vested + 1) * denominator, total * numerator, "less than a wei below it");
        assertLe(vested, total);
    }

    /// @dev 10 % at launch, 30 % at month 12, and 60 % from there to month 36.
    function testFuzz_TheOfficialScheduleIsItsThreeSteps(uint96 total, uint256 time) external {
        total = uint96(bound(total, 1, 100_000e18));
        (uint40 cliff, uint40 end) = (LAUNCH + 12 * MONTH, LAUNCH + 36 * MONTH);
        Step[] memory steps = new Step[](3);
        steps[0] = stepOf(LAUNCH, LAUNCH, 10);
        (steps[1], steps[2]) = (stepOf(cliff, cliff, 30), stepOf(cliff, end, 60));
        GrantKey memory key = keyOf(1, official());
        give(key, total, false, official());
        uint256[5] memory times = [bound(time, LAUNCH, end), cliff - 1, cliff, end - 1, end];
        for (uint256 i; i < times.length; ++i) {
            vm.warp(times[i]);
            (uint256 numerator, uint256 denominator) = _byTheBook(steps, times[i]);
            assertEq(vesting.vestedOf(key, official()), total * numerator / denominator);
        }
    }

    function testFuzz_WhatHasVestedNeverFalls(
        uint96 total,
        uint256 seed,
        uint8 count,
        uint40 early,
        uint40 late
    ) external {
        total = uint96(bound(total, 1, 100_000e18));
        Step[] memory schedule = seed % 4 == 0 ? official() : _schedule(seed, count);
        give(keyOf(1, schedule), total, false, schedule);
        if (early > late) (early, late) = (late, early);
        vm.warp(early);
        uint256 before = vesting.vestedOf(keyOf(1, schedule), schedule);
        vm.warp(late);
        assertGe(vesting.vestedOf(keyOf(1, schedule), schedule), before);
    }

    /// @dev The largest total and weights that fit do not overflow.
    function testFuzz_TheLargestNumbersStayExact(uint40 from, uint40 to, uint40 time) external {
        from = uint40(bound(from, 1, type(uint40).max - 1));
        to = uint40(bound(to, from + 1, type(uint40).max));
        Step[] memory schedule = new Step[](64);
        for (uint256 i; i < 63; ++i) {
            schedule[i] = stepOf(from, from, type(uint96).max);
        }
        schedule[63] = stepOf(from, to, type(uint96).max);
        uint96 total = type(uint96).max;
        deal(address(stream), GRANTER, total);
        give(keyOf(1, schedule), total, false, schedule);
        vm.warp(time);
        uint256 vested = vesting.vestedOf(keyOf(1, schedule), schedule);
        if (time < from) assertEq(vested, 0);
        else if (time >= to) assertEq(vested, total);
        else assertGe(vested, uint256(total) * 63 / 64);
    }

    /// @dev Equal, past, future and zero times, in any order: a line is either refused, or pays by the formula.
    function testFuzz_ALineIsRefusedOrKept(uint8[3] calldata picks, uint16 initialBps, uint40 time) external {
        uint40[6] memory lattice =
            [0, 1, LAUNCH - 1, LAUNCH, LAUNCH + 1 days, type(uint40).max - uint40(picks[0])];
        uint40 start = lattice[picks[0] % 6];
        uint40 cliff = lattice[picks[1] % 6];
        uint40 end = lattice[picks[2] % 6];
        bool isLine = start != 0 && start <= cliff && cliff <= end && initialBps <= 10_000;
        if (!isLine) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    ITokenVesting.TokenVesting_LineInvalid.selector, start, initialBps, cliff, end
                )
            );
            vesting.linearSchedule(start, initialBps, cliff, end);
            return;
        }
        Step[] memory line = vesting.linearSchedule(start, initialBps, cliff, end);
        give(keyOf(1, line), TOTAL, false, line);
        vm.warp(time);
        assertEq(vesting.vestedOf(keyOf(1, line), line), _line(start, initialBps, cliff, end, time));
    }

    /// @dev Any words are either refused as a schedule, or end at the total.
    function testFuzz_AnyWordsAreRefusedOrEndAtTheTotal(uint256[5] calldata words, uint8 kept, uint8 count)
        external
    {
        Step[] memory schedule = new Step[](1 + count % 5);
        bool isValid = true;
        uint256 earliest = 1;
        for (uint256 i; i < schedule.length; ++i) {
            uint256 word = words[i] >> (kept % 96);
            schedule[i] = Step.wrap(word);
            uint256 from = word >> 136;
            uint256 to = (word >> 96) % 2 ** 40;
            isValid = isValid && from >= earliest && to >= from && word % 2 ** 96 != 0;
            earliest = to;
        }
        vm.prank(GRANTER);
        try vesting.grantCustom(BENEFICIARY, address(stream), 1, TOTAL, false, schedule) {
            assertTrue(isValid, "a schedule is granted <=> it is valid");
            vm.warp(schedule[schedule.length - 1].to());
            assertEq(vesting.releaseCustom(keyOf(1, schedule), schedule), TOTAL);
        } catch {
            assertFalse(isValid, "a schedule is granted <=> it is valid");
        }
    }

    function _line(uint256 start, uint256 initialBps, uint256 cliff, uint256 end, uint256 time)
        private
        pure
        returns (uint256)
    {
        if (time < start) return 0;
        if (time >= end) return TOTAL;
        uint256 elapsed = time < cliff ? 0 : time - start;
        uint256 span = end - start;
        return TOTAL * (initialBps * span + (10_000 - initialBps) * elapsed) / (10_000 * span);
    }

    /// @dev Steps from the seed, each some days after the last.
    function _schedule(uint256 seed, uint8 count) private pure returns (Step[] memory schedule) {
        schedule = new Step[](1 + count % 8);
        uint40 time = LAUNCH - 100 days;
        for (uint256 i; i < schedule.length; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            // forge-lint: disable-next-line(unsafe-typecast) below 2^40
            uint40 from = time + uint40(seed % 50 days);
            time = (seed >> 40) % 3 == 0 ? from : from + uint40((seed >> 48) % 400 days);
            // forge-lint: disable-next-line(unsafe-typecast) 96 bits are left
            schedule[i] = stepOf(from, time, uint96(seed >> 160) >> (seed % 90) | 1);
        }
    }

    /// @return numerator What is due of the whole at `time`, as a fraction.
    function _byTheBook(Step[] memory schedule, uint256 time)
        private
        pure
        returns (uint256 numerator, uint256 denominator)
    {
        denominator = 1;
        for (uint256 i; i < schedule.length; ++i) {
            uint256 weight = schedule[i].weight();
            uint256 from = schedule[i].from();
            uint256 span = schedule[i].to() - from;
            if (time < from || (span != 0 && time == from)) continue;
            uint256 elapsed = time - from < span ? time - from : span;
            // a / b + weight × elapsed / span
            if (span == 0 || elapsed == span) {
                numerator += weight * denominator;
            } else {
                numerator = numerator * span + weight * elapsed * denominator;
                denominator *= span;
            }
        }
        uint256 whole;
        for (uint256 i; i < schedule.length; ++i) {
            whole += schedule[i].weight();
        }
        denominator *= whole;
    }
}
