// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SupplyPool} from "src/types/SupplyPool.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenDistribution_BeneficiaryOf_Test is VestingScene {
    function test_WhenAPoolIsAskedFor() external view {
        assertEq(distribution.beneficiaryOf(SupplyPool.Creators), HOLDER);
        assertEq(distribution.beneficiaryOf(SupplyPool.Viewers), VIEWERS_POOL);
        assertEq(distribution.beneficiaryOf(SupplyPool.Staking), address(staking));
        assertEq(distribution.beneficiaryOf(SupplyPool.Platform), PLATFORM);
        assertEq(distribution.beneficiaryOf(SupplyPool.Development), DEVELOPMENT);
    }
}
