// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {VestingCurve} from "src/libraries/VestingCurve.sol";
import {Step} from "src/types/VestingSchedule.sol";

/// @notice The curve against the SDK's, on the random schedules that `vestingCases.ts` writes, to the wei.
contract VestingCurve_DifferentialTest is Test {
    struct Case {
        uint40 start;
        uint256 initialBps;
        uint40 cliff;
        uint40 end;
        Step[] line;
        Step[] steps;
        uint256 total;
        uint256 time;
        uint256 ofLine;
        uint256 ofSteps;
    }

    string private constant FILE = "test/differential/.cases/vesting.bin";

    function test_TheSdkAgrees() external {
        vm.skip(!vm.isFile(FILE), "no cases, run `npx node test/differential/vestingCases.ts`");
        Case[] memory cases = abi.decode(vm.readFileBinary(FILE), (Case[]));
        assertEq(cases.length, 1000);
        for (uint256 i; i < cases.length; ++i) {
            Case memory c = cases[i];
            Step[] memory line = VestingCurve.linear(c.start, c.initialBps, c.cliff, c.end);
            assertEq(abi.encode(line), abi.encode(c.line), "the steps of a line");
            VestingCurve.requireValid(c.steps);
            assertEq(VestingCurve.vestedAt(line, c.total, c.time), c.ofLine, "what vested of a line");
            assertEq(VestingCurve.vestedAt(c.steps, c.total, c.time), c.ofSteps, "what vested of steps");
        }
    }
}
