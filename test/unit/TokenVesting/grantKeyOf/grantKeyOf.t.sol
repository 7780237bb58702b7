// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Allotment} from "src/types/Campaign.sol";
import {GrantKey} from "src/types/Grant.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenVesting_GrantKeyOf_Test is VestingScene {
    function test_WhenAnAllotmentIsRedeemed() external {
        bytes32 campaignId = fundAllotments(termsOf(0));
        redeem(termsOf(0), 1);
        GrantKey memory key = vesting.grantKeyOf(termsOf(0), campaignId, allotments()[1]);
        assertEq(key.beneficiary, allotments()[1].beneficiary);
        assertEq(grantOf(key).total, 20e18);
    }

    function testFuzz_WhenTheGranterChoosesSalts(bytes32 campaignId, uint256 index) external view {
        Allotment memory allotment = Allotment(index, BENEFICIARY, 1, 1);
        assertGt(vesting.grantKeyOf(termsOf(0), campaignId, allotment).salt, type(uint64).max);
    }
}
