// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IStaking} from "src/interfaces/IStaking.sol";
import {StakingScene} from "test/helpers/StakingScene.sol";

contract Staking_StakeWithPermit_Test is StakingScene {
    uint96 private constant AMOUNT = 5e18;

    address private _owner;
    uint256 private _key;

    function setUp() public override {
        super.setUp();
        (_owner, _key) = makeAddrAndKey("owner");
        vm.prank(HOLDER);
        assertTrue(stream.transfer(_owner, AMOUNT));
    }

    function test_RevertWhen_ThePermitIsAnothers() external {
        (uint8 v, bytes32 r, bytes32 s) = signPermit(_owner, _key, AMOUNT);
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        vm.prank(STRANGER);
        staking.stakeWithPermit(AMOUNT, block.timestamp, v, r, s);
    }

    function test_WhenThePermitIsGood() external {
        (uint8 v, bytes32 r, bytes32 s) = signPermit(_owner, _key, AMOUNT);
        vm.expectEmit(address(staking));
        emit IStaking.Staked(_owner, _owner, AMOUNT);
        vm.prank(_owner);
        staking.stakeWithPermit(AMOUNT, block.timestamp, v, r, s);
        assertEq(staking.stakeOf(_owner).amount, AMOUNT);
        assertEq(stream.balanceOf(_owner), 0);
        assertEq(stream.allowance(_owner, address(staking)), 0);
    }

    function test_GivenSomebodyUsedThePermitFirst() external {
        (uint8 v, bytes32 r, bytes32 s) = signPermit(_owner, _key, AMOUNT);
        vm.prank(STRANGER);
        stream.permit(_owner, address(staking), AMOUNT, block.timestamp, v, r, s);
        vm.prank(_owner);
        staking.stakeWithPermit(AMOUNT, block.timestamp, v, r, s);
        assertEq(staking.stakeOf(_owner).amount, AMOUNT);
    }

    function test_WhenThePermitHasExpiredAndTheCallerApproved() external {
        (uint8 v, bytes32 r, bytes32 s) = signPermit(_owner, _key, AMOUNT);
        vm.startPrank(_owner);
        stream.approve(address(staking), AMOUNT);
        skip(1);
        staking.stakeWithPermit(AMOUNT, block.timestamp - 1, v, r, s);
        assertEq(staking.stakeOf(_owner).amount, AMOUNT);
    }
}
