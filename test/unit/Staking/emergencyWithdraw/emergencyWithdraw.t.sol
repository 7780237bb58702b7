// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStaking} from "src/interfaces/IStaking.sol";
import {ONE_WEI} from "src/types/Stake.sol";
import {StakingScene} from "test/helpers/StakingScene.sol";

contract Staking_EmergencyWithdraw_Test is StakingScene {
    function setUp() public override {
        super.setUp();
        stake(ANNA, STAKE);
        addRewards(REWARDS);
    }

    function test_RevertGiven_TheCallerHasNoStake() external {
        vm.expectRevert(abi.encodeWithSelector(IStaking.Staking_NothingStaked.selector, BEN));
        emergencyWithdraw(BEN);
    }

    function test_GivenTheCallerHasEarned() external {
        skip(10);
        uint256 before = stream.balanceOf(ANNA);
        vm.expectEmit(address(staking));
        emit IStaking.EmergencyWithdrawn(ANNA, STAKE, 10e18);
        emergencyWithdraw(ANNA);
        assertEq(gained(ANNA, before), STAKE);
        assertEq(staking.stakeOf(ANNA).amount, 0);
        assertEq(staking.stakeOf(ANNA).indexPaid, 0);
        assertEq(staking.totals().totalStaked, 0);

        // who comes next earns what was given up as well, once it is added again
        assertEq(staking.reserve() / ONE_WEI, 10e18);
        stake(BEN, STAKE);
        addRewards(0);
        skip(31 days);
        assertEq(getReward(BEN) + staking.reserve() / ONE_WEI, REWARDS);
        assertLt(staking.reserve() / ONE_WEI, 31 days);
    }

    function test_GivenOthersAreStaked() external {
        stake(BEN, STAKE);
        skip(10);
        emergencyWithdraw(ANNA);
        assertEq(staking.totals().totalStaked, STAKE);
        assertEq(staking.earned(BEN), 5e18);
        skip(10);
        assertEq(staking.earned(BEN), 15e18);
    }

    function test_GivenTheRewardsAreBroken() external {
        skip(10);
        // an index and a carry at their ends, and a clock that runs backwards
        uint256 total = STAKE;
        vm.store(address(staking), bytes32(uint256(0)), bytes32(total | (type(uint256).max << 96)));
        vm.store(address(staking), bytes32(uint256(1)), bytes32(type(uint256).max));
        vm.expectRevert();
        vm.prank(ANNA);
        staking.exit();

        uint256 before = stream.balanceOf(ANNA);
        emergencyWithdraw(ANNA);
        assertEq(gained(ANNA, before), STAKE);
        assertEq(staking.stakeOf(ANNA).amount, 0);
    }

    function test_GivenARateThatNeverEnds() external {
        uint256 second = type(uint72).max | block.timestamp << 72;
        vm.store(address(staking), bytes32(uint256(1)), bytes32(second));
        skip(100 * 365 days);
        uint256 before = stream.balanceOf(ANNA);
        vm.prank(ANNA);
        staking.emergencyWithdraw{gas: 300_000}();
        assertEq(gained(ANNA, before), STAKE);
    }
}
