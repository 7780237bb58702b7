// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Allocation} from "src/types/Allocation.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenDistribution_BeneficiaryOf_Test is VestingScene {
    function test_WhenAnAllocationIsAskedFor() external view {
        assertEq(distribution.beneficiaryOf(Allocation.Creators), HOLDER);
        assertEq(distribution.beneficiaryOf(Allocation.Viewers), address(rewards));
        assertEq(distribution.beneficiaryOf(Allocation.Staking), address(staking));
        assertEq(distribution.beneficiaryOf(Allocation.Platform), PLATFORM);
        assertEq(distribution.beneficiaryOf(Allocation.Development), DEVELOPMENT);
    }
}
