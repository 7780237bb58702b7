// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {Rendezvous} from "src/libraries/Rendezvous.sol";

/// @notice The owners of works against the SDK's, on the random rosters that `placementCases.ts` writes, to the bit.
contract Rendezvous_DifferentialTest is Test {
    struct Work {
        bytes32 contentId;
        uint256[] regions;
        uint256 doublings;
        address[] owners;
    }

    struct Case {
        uint256[] roster;
        Work[] works;
    }

    string private constant FILE = "test/differential/.cases/placement.bin";

    function test_TheSdkAgrees() external {
        vm.skip(!vm.isFile(FILE), "no cases, run `npx node test/differential/placementCases.ts`");
        Case[] memory cases = abi.decode(vm.readFileBinary(FILE), (Case[]));
        uint256 count;
        for (uint256 i; i < cases.length; ++i) {
            this.requireAgreed(cases[i]);
            count += cases[i].works.length;
        }
        assertEq(count, 10_000);
    }

    /// @dev A call of its own, so that the memory of one roster is free again.
    function requireAgreed(Case calldata case_) external pure {
        uint256[] memory roster = case_.roster;
        for (uint256 n; n < case_.works.length; ++n) {
            Work calldata work = case_.works[n];
            address[] memory owners = Rendezvous.owners(roster, work.regions, work.contentId, work.doublings);
            assertEq(owners, work.owners, "DEL-2: both compute one plan");
        }
    }
}
