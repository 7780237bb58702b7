// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Pool} from "src/interfaces/ITokenDistribution.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenDistribution_BeneficiaryOf_Test is VestingScene {
    function test_WhenAPoolIsAskedFor() external view {
        assertEq(distribution.beneficiaryOf(Pool.Creators), HOLDER);
        assertEq(distribution.beneficiaryOf(Pool.Viewers), VIEWERS_POOL);
        assertEq(distribution.beneficiaryOf(Pool.Staking), address(staking));
        assertEq(distribution.beneficiaryOf(Pool.Platform), PLATFORM);
        assertEq(distribution.beneficiaryOf(Pool.Development), DEVELOPMENT);
    }
}
