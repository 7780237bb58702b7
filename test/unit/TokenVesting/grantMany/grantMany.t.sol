// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {Award, GrantKey} from "src/types/Grant.sol";
import {Step} from "src/types/VestingSchedule.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";
import {FeeOnTransferToken} from "test/helpers/tokens/FeeOnTransferToken.sol";

contract TokenVesting_GrantMany_Test is VestingScene {
    function test_RevertWhen_ABeneficiaryComesTwice() external {
        Award[] memory awards = _awards();
        awards[2] = awards[0];
        bytes32 grantId = vesting.grantIdOf(keyOf(1));
        _expectRevert(
            awards, abi.encodeWithSelector(ITokenVesting.TokenVesting_AlreadyUsed.selector, grantId)
        );
    }

    function test_RevertWhen_OneGetsNothing() external {
        Award[] memory awards = _awards();
        awards[1].total = 0;
        _expectRevert(awards, abi.encodeWithSelector(ITokenVesting.TokenVesting_NothingGranted.selector));
    }

    function test_RevertWhen_OneIsZero() external {
        Award[] memory awards = _awards();
        awards[1].beneficiary = address(0);
        _expectRevert(
            awards, abi.encodeWithSelector(ITokenVesting.TokenVesting_DestinationInvalid.selector, 0)
        );
    }

    function test_RevertWhen_TheTokenTakesAFee() external {
        FeeOnTransferToken token = new FeeOnTransferToken();
        approve(token);
        vm.expectRevert(
            abi.encodeWithSelector(ITokenVesting.TokenVesting_TransferInexact.selector, 600e18, 594e18)
        );
        vm.prank(GRANTER);
        vesting.grantMany(address(token), 1, false, official(), _awards());
    }

    function test_RevertWhen_TheScheduleIsNotValid() external {
        Step[] memory schedule = new Step[](1);
        vm.expectRevert(abi.encodeWithSelector(ITokenVesting.TokenVesting_StepInvalid.selector, 0));
        vm.prank(GRANTER);
        vesting.grantMany(address(stream), 1, false, schedule, _awards());
    }

    function test_WhenThereAreNoAwards() external {
        uint256 before = stream.balanceOf(address(vesting));
        vm.prank(GRANTER);
        vesting.grantMany(address(stream), 1, false, official(), new Award[](0));
        assertEq(stream.balanceOf(address(vesting)), before);
    }

    function test_WhenThereAreSeveral() external {
        Award[] memory awards = _awards();
        uint256 before = stream.balanceOf(address(vesting));
        GrantKey memory key = keyOf(1, custom());
        for (uint256 i; i < awards.length; ++i) {
            key.beneficiary = awards[i].beneficiary;
            vm.expectEmit(address(vesting));
            emit ITokenVesting.Granted(
                vesting.grantIdOf(key),
                key.beneficiary,
                GRANTER,
                address(stream),
                1,
                key.schedule,
                awards[i].total,
                true
            );
        }
        vm.prank(GRANTER);
        vesting.grantMany(address(stream), 1, true, custom(), awards);
        assertEq(stream.balanceOf(address(vesting)), before + 600e18);
        for (uint256 i; i < awards.length; ++i) {
            key.beneficiary = awards[i].beneficiary;
            assertEq(vesting.releaseCustom(key, custom()), awards[i].total / 5);
        }
    }

    function _awards() private returns (Award[] memory awards) {
        awards = new Award[](3);
        awards[0] = Award(BENEFICIARY, 100e18);
        awards[1] = Award(makeAddr("second"), 200e18);
        awards[2] = Award(makeAddr("third"), 300e18);
    }

    function _expectRevert(Award[] memory awards, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(GRANTER);
        vesting.grantMany(address(stream), 1, false, official(), awards);
    }
}
