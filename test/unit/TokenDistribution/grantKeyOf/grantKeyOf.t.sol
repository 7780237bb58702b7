// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {GrantKey} from "src/types/Grant.sol";
import {Allocation} from "src/types/Allocation.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenDistribution_GrantKeyOf_Test is VestingScene {
    function test_WhenAnAllocationIsAskedFor() external view {
        GrantKey memory expected =
            GrantKey(PLATFORM, address(stream), address(distribution), uint256(Allocation.Platform), 0);
        assertEq(abi.encode(distribution.grantKeyOf(Allocation.Platform)), abi.encode(expected));
        assertEq(grantOf(expected).total, 100_000_000e18);
    }
}
