// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Share} from "src/types/Campaign.sol";
import {GrantKey} from "src/types/Grant.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenVesting_ClaimKeyOf_Test is VestingScene {
    function test_WhenAShareIsClaimed() external {
        bytes32 campaignId = fundShares(termsOf(0));
        claim(termsOf(0), 1);
        GrantKey memory key = vesting.claimKeyOf(termsOf(0), campaignId, shares()[1]);
        assertEq(key.beneficiary, shares()[1].beneficiary);
        assertEq(grantOf(key).total, 20e18);
    }

    function testFuzz_WhenTheGranterChoosesSalts(bytes32 campaignId, uint256 index) external view {
        Share memory share = Share(index, BENEFICIARY, 1, 1);
        assertGt(vesting.claimKeyOf(termsOf(0), campaignId, share).salt, type(uint64).max);
    }
}
