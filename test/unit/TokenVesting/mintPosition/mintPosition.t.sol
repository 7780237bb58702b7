// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {Grant} from "src/types/Grant.sol";
import {Step} from "src/types/VestingSchedule.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenVesting_MintPosition_Test is VestingScene {
    function test_RevertWhen_TheCallerIsNotTheBeneficiary() external {
        give(keyOf(1));
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_NotBeneficiary.selector, STRANGER, BENEFICIARY)
        );
        vm.prank(STRANGER);
        vesting.mintPosition(keyOf(1), official());
    }

    function test_RevertGiven_TheGrantWasNeverMade() external {
        bytes32 grantId = vesting.grantIdOf(keyOf(1));
        _expectRevert(
            official(), abi.encodeWithSelector(ITokenVesting.TokenVesting_NotGranted.selector, grantId)
        );
    }

    function test_RevertGiven_ItIsAPosition() external {
        bytes32 grantId = give(keyOf(1));
        mintPosition(keyOf(1));
        _expectRevert(
            official(), abi.encodeWithSelector(ITokenVesting.TokenVesting_AlreadyPosition.selector, grantId)
        );
    }

    function test_RevertWhen_TheScheduleIsAnother() external {
        give(keyOf(1));
        _expectRevert(
            custom(),
            abi.encodeWithSelector(ITokenVesting.TokenVesting_ScheduleMismatch.selector, 0, hashOf(custom()))
        );
    }

    function test_WhenTheCallerIsTheBeneficiary() external {
        bytes32 grantId = give(keyOf(1));
        vm.expectEmit(address(vesting));
        emit ITokenVesting.PositionMinted(grantId, BENEFICIARY);
        assertEq(mintPosition(keyOf(1)), uint256(grantId));
        assertEq(positions.ownerOf(uint256(grantId)), BENEFICIARY);
        assertEq(abi.encode(grantOf(keyOf(1))), abi.encode(Grant(TOTAL, 0, false, false, true)));
    }

    function _expectRevert(Step[] memory schedule, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(BENEFICIARY);
        vesting.mintPosition(keyOf(1), schedule);
    }
}
