// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IKeyGeneration} from "src/interfaces/IKeyGeneration.sol";
import {Role} from "src/types/Operator.sol";
import {GenerationScene} from "test/helpers/GenerationScene.sol";

contract KeyGeneration_Confirm_Test is GenerationScene {
    function test_RevertGiven_NoSuchGeneration() external {
        id = "none";
        vm.expectRevert(abi.encodeWithSelector(IKeyGeneration.KeyGeneration_Unknown.selector, id));
        confirm(1, "seats");
    }

    function test_RevertGiven_TheTimeToComplainIsNotOver() external {
        dealAll();
        vm.warp(block.timestamp - 1);
        vm.expectPartialRevert(IKeyGeneration.KeyGeneration_WrongTime.selector);
        confirm(1, "seats");
    }

    function test_RevertWhen_TheEpochDoesNotBeginNext() external {
        dealAll();
        _refuseEpoch(1, 0);
        _finishDealt();
        _refuseEpoch(2, 1);
    }

    function test_RevertWhen_TheCallerDoesNotHaveThePlace() external {
        dealAll();
        _refuse(0, 1, 2);
        _refuse(0, 1, 0);
        _refuse(0, 1, 6);
    }

    function test_WhenMembersConfirm() external {
        dealAll();
        vm.expectEmit(address(keyGeneration));
        emit IKeyGeneration.SeatsConfirmed(id, 0, 5, "seats");
        confirm(5, "seats");
        confirm(5, "seats");
        confirm(1, "seats");
        confirm(2, "others");
        assertEq(keyGeneration.confirmedBy(id, 0, "seats"), 17);
        assertEq(keyGeneration.confirmedBy(id, 0, "others"), 2);
    }

    function test_RevertGiven_TheFirstEpochAndTheCallerHasNoPlaceInIt() external {
        _finish();
        _refuse(1, 1, 2);
        _refuse(1, 1, 0);
        _refuse(1, 1, 6);
    }

    function test_RevertGiven_TheFirstEpochAndAMemberConfirmsLate() external {
        _finish();
        _refuseEpoch(0, 1);
        assertEq(keyGeneration.confirmedBy(id, 1, "seats"), 0, "KEY-2: a late one counts for no epoch");
    }

    function test_GivenTheFirstEpochAndAMemberConfirmsTheNext() external {
        dealAll();
        confirm(1, "seats");
        _finishDealt();
        assertEq(keyGeneration.confirmedBy(id, 1, "seats"), 0);
        vm.expectEmit(address(keyGeneration));
        emit IKeyGeneration.SeatsConfirmed(id, 1, 2, "seats");
        confirm(1, 2, "seats");
        assertEq(keyGeneration.confirmedBy(id, 1, "seats"), 2);
        assertEq(keyGeneration.confirmedBy(id, 0, "seats"), 1);
    }

    function test_GivenALaterEpoch() external {
        _finish();
        serve(node(6), Role.Keyholder);
        address[] memory members = nodes(2);
        members[0] = node(6);
        confirm(1, 1, "later");
        bytes32 seats = keccak256(abi.encode(uint8(2), members, pointsOf(1, 2)));
        for (uint8 i = 1; i <= THRESHOLD; ++i) {
            confirm(1, i, seats);
        }
        keyGeneration.refresh(id, 2, members, pointsOf(1, 2));
        assertEq(keyGeneration.confirmedBy(id, 2, "later"), 0);
        // KEY-2: who was a member of a former epoch has no say
        _refuse(2, 1, 1);
        _refuseEpoch(1, 2);
        vm.prank(node(6));
        keyGeneration.confirm(id, 2, 1, "later");
        assertEq(keyGeneration.confirmedBy(id, 2, "later"), 1);
    }

    function _finish() private {
        dealAll();
        _finishDealt();
    }

    function _finishDealt() private {
        for (uint8 i = 1; i <= THRESHOLD; ++i) {
            confirm(i, firstSeats(31));
        }
        keyGeneration.finish(id, generatedKey(31), generatedPoints(31));
    }

    function _refuse(uint32 epoch, uint256 who, uint8 index) private {
        vm.prank(node(who));
        vm.expectRevert(
            abi.encodeWithSelector(IKeyGeneration.KeyGeneration_NotTheMember.selector, node(who), index)
        );
        keyGeneration.confirm(id, epoch, index, "seats");
    }

    function _refuseEpoch(uint32 epoch, uint32 next) private {
        vm.expectRevert(
            abi.encodeWithSelector(IKeyGeneration.KeyGeneration_NotTheNextEpoch.selector, epoch, next)
        );
        confirm(epoch, 1, "seats");
    }
}
