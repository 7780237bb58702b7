// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStaking} from "src/interfaces/IStaking.sol";
import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {Staking} from "src/token/Staking.sol";
import {GrantKey} from "src/types/Grant.sol";
import {LockProbe} from "test/helpers/LockProbe.sol";

contract Staking_Lock_Test is LockProbe {
    Staking private _staking;

    function setUp() public override {
        super.setUp();
        _staking = new Staking(address(token), ITokenVesting(address(0)));
        token.mint(address(this), 1000e18);
        token.approve(address(_staking), type(uint256).max);
    }

    function test_WhenTheTokenCallsBack() external {
        GrantKey memory key = GrantKey(address(_staking), address(token), address(this), 0, 0);
        bytes[] memory calls = new bytes[](10);
        calls[0] = abi.encodeCall(IStaking.stake, (1));
        calls[1] = abi.encodeCall(IStaking.stakeWithPermit, (1, 0, 0, 0, 0));
        calls[2] = abi.encodeCall(IStaking.stakeFor, (address(this), 1));
        calls[3] = abi.encodeCall(IStaking.withdraw, (1));
        calls[4] = abi.encodeCall(IStaking.exit, ());
        calls[5] = abi.encodeCall(IStaking.getReward, ());
        calls[6] = abi.encodeCall(IStaking.getRewardTo, (address(this)));
        calls[7] = abi.encodeCall(IStaking.emergencyWithdraw, ());
        calls[8] = abi.encodeCall(IStaking.addRewards, (1));
        calls[9] = abi.encodeCall(IStaking.harvest, (key));
        assertLocked(address(_staking), calls, _stake);
    }

    function _stake() private {
        _staking.stake(1e18);
    }
}
