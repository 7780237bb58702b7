// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {Grant, GrantKey} from "src/types/Grant.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {FalseReturnToken} from "test/helpers/tokens/FalseReturnToken.sol";
import {GasBurningHookToken} from "test/helpers/tokens/GasBurningHookToken.sol";
import {NoReturnToken} from "test/helpers/tokens/NoReturnToken.sol";
import {ReentrantToken} from "test/helpers/tokens/ReentrantToken.sol";

contract TokenVesting_Revoke_Test is VestingScene {
    function test_RevertWhen_TheCallerIsNotTheGranter() external {
        giveRevocable(keyOf(1));
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_NotGranter.selector, BENEFICIARY, GRANTER)
        );
        vm.prank(BENEFICIARY);
        vesting.revoke(keyOf(1), official());
    }

    function test_RevertGiven_TheGrantWasNeverMade() external {
        bytes32 grantId = vesting.grantIdOf(keyOf(1));
        _expectRevert(abi.encodeWithSelector(ITokenVesting.TokenVesting_NotGranted.selector, grantId));
    }

    function test_RevertGiven_TheGrantIsNotRevocable() external {
        bytes32 grantId = give(keyOf(1));
        _expectRevert(abi.encodeWithSelector(ITokenVesting.TokenVesting_NotRevocable.selector, grantId));
    }

    function test_RevertGiven_TheGrantWasRevoked() external {
        bytes32 grantId = giveRevocable(keyOf(1));
        revoke(keyOf(1));
        _expectRevert(abi.encodeWithSelector(ITokenVesting.TokenVesting_NotRevocable.selector, grantId));
    }

    function test_RevertGiven_TheGranterRenouncedIt() external {
        bytes32 grantId = giveRevocable(keyOf(1));
        vm.prank(GRANTER);
        vesting.renounceRevocability(keyOf(1));
        _expectRevert(abi.encodeWithSelector(ITokenVesting.TokenVesting_NotRevocable.selector, grantId));
    }

    function test_RevertWhen_TheScheduleIsAnother() external {
        giveRevocable(keyOf(1));
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_ScheduleMismatch.selector, 0, hashOf(custom()))
        );
        vm.prank(GRANTER);
        vesting.revoke(keyOf(1), custom());
    }

    function test_GivenNothingHasVested() external {
        vm.warp(LAUNCH - 1);
        bytes32 grantId = giveRevocable(keyOf(1));
        uint256 before = stream.balanceOf(GRANTER);
        assertEq(revoke(keyOf(1)), TOTAL);
        assertEq(stream.balanceOf(GRANTER), before + TOTAL);
        assertEq(abi.encode(vesting.grantOf(grantId)), abi.encode(Grant(0, 0, true, true, false)));
        vm.warp(LAUNCH + 36 * MONTH);
        assertEq(vesting.release(keyOf(1)), 0);
    }

    function test_GivenAPartHasVested() external {
        bytes32 grantId = giveRevocable(keyOf(1));
        vesting.release(keyOf(1));
        vm.warp(LAUNCH + 12 * MONTH);
        uint256 before = stream.balanceOf(GRANTER);
        vm.expectEmit(address(vesting));
        emit ITokenVesting.Revoked(grantId, TOTAL * 30 / 100, TOTAL * 60 / 100);
        assertEq(revoke(keyOf(1)), TOTAL * 60 / 100);
        assertEq(stream.balanceOf(GRANTER), before + TOTAL * 60 / 100);
        assertEq(stream.balanceOf(BENEFICIARY), TOTAL * 40 / 100);
        Grant memory expected = Grant(TOTAL * 40 / 100, TOTAL * 40 / 100, true, true, false);
        assertEq(abi.encode(vesting.grantOf(grantId)), abi.encode(expected));
    }

    function test_GivenAllHasVested() external {
        giveRevocable(keyOf(1));
        vm.warp(LAUNCH + 36 * MONTH);
        assertEq(revoke(keyOf(1)), 0);
        assertEq(stream.balanceOf(BENEFICIARY), TOTAL);
    }

    function test_GivenTheScheduleIsCustom() external {
        GrantKey memory key = keyOf(1, custom());
        give(key, TOTAL, true, custom());
        vm.warp(LAUNCH + 15 * MONTH);
        vm.prank(GRANTER);
        assertEq(vesting.revoke(key, custom()), TOTAL * 30 / 100);
        assertEq(stream.balanceOf(BENEFICIARY), TOTAL * 70 / 100);
    }

    function test_GivenTheTokenRefusesTheBeneficiary() external {
        BlocklistToken token = new BlocklistToken();
        approve(token);
        GrantKey memory key = keyOf(1, address(token));
        bytes32 grantId = giveRevocable(key);
        token.setBlocked(BENEFICIARY, true);
        vm.expectEmit(address(vesting));
        emit ITokenVesting.Revoked(grantId, 0, TOTAL * 90 / 100);
        assertEq(revoke(key), TOTAL * 90 / 100);
        assertEq(vesting.releasableOf(key, official()), TOTAL / 10);
        vm.warp(LAUNCH + 36 * MONTH);
        assertEq(vesting.releasableOf(key, official()), TOTAL / 10);
        assertEq(releaseTo(key, STRANGER), TOTAL / 10);
        assertEq(token.balanceOf(address(vesting)), 0);
    }

    function test_GivenTheTokenAnswersFalse() external {
        FalseReturnToken token = new FalseReturnToken();
        approve(token);
        GrantKey memory key = keyOf(1, address(token));
        giveRevocable(key);
        vm.warp(LAUNCH + 36 * MONTH);
        token.setRefusing(true);
        assertEq(revoke(key), 0);
        token.setRefusing(false);
        assertEq(vesting.release(key), TOTAL);
    }

    function test_GivenTheTokenAnswersNothing() external {
        NoReturnToken token = new NoReturnToken();
        token.mint(GRANTER, TOTAL);
        vm.prank(GRANTER);
        token.approve(address(vesting), TOTAL);
        giveRevocable(keyOf(1, address(token)));
        assertEq(revoke(keyOf(1, address(token))), TOTAL * 90 / 100);
        assertEq(token.balanceOf(BENEFICIARY), TOTAL / 10);
    }

    function test_GivenTheBeneficiaryBurnsAllGas() external {
        GasBurningHookToken token = new GasBurningHookToken();
        approve(token);
        GrantKey memory key = keyOf(1, address(token));
        giveRevocable(key);
        token.setBurner(BENEFICIARY);
        vm.prank(GRANTER);
        assertEq(vesting.revoke{gas: 5_000_000}(key, official()), TOTAL * 90 / 100);
        assertEq(vesting.releasableOf(key, official()), TOTAL / 10);
    }

    function test_GivenTheGrantIsAPosition() external {
        giveRevocable(keyOf(1));
        uint256 positionId = mintPosition(keyOf(1));
        vm.prank(BENEFICIARY);
        positions.transferFrom(BENEFICIARY, STRANGER, positionId);
        revoke(keyOf(1));
        assertEq(stream.balanceOf(STRANGER), TOTAL / 10);
        assertTrue(grantOf(keyOf(1)).isPosition);
    }

    function test_WhenTheTokenLetsTheBeneficiaryCallBack() external {
        ReentrantToken token = new ReentrantToken();
        approve(token);
        GrantKey memory key = keyOf(1, address(token));
        giveRevocable(key);
        token.arm(address(vesting), abi.encodeCall(ITokenVesting.release, (key)));
        revoke(key);
        assertEq(token.balanceOf(BENEFICIARY), TOTAL / 10);
        assertEq(token.balanceOf(address(vesting)), 0);
    }

    function test_WhenTheTokenMovesThePositionWhileItRefunds() external {
        ReentrantToken token = new ReentrantToken();
        approve(token);
        GrantKey memory key = keyOf(1, address(token));
        giveRevocable(key);
        uint256 positionId = mintPosition(key);
        vm.prank(BENEFICIARY);
        positions.setApprovalForAll(address(token), true);
        token.arm(
            address(positions), abi.encodeCall(positions.transferFrom, (BENEFICIARY, STRANGER, positionId))
        );
        revoke(key);
        assertEq(positions.ownerOf(positionId), STRANGER);
        assertEq(token.balanceOf(BENEFICIARY), TOTAL / 10);
        assertEq(token.balanceOf(STRANGER), 0);
    }

    function _expectRevert(bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(GRANTER);
        vesting.revoke(keyOf(1), official());
    }
}
