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

    function test_RevertWhen_TheCallerDoesNotHaveThePlace() external {
        dealAll();
        _refuse(1, 2);
        _refuse(1, 0);
        _refuse(1, 6);
    }

    function test_WhenMembersConfirm() external {
        dealAll();
        vm.expectEmit(address(keyGeneration));
        emit IKeyGeneration.SeatsConfirmed(id, 0, 5, "seats");
        confirm(5, "seats");
        confirm(5, "seats");
        confirm(1, "seats");
        confirm(2, "others");
        assertEq(keyGeneration.confirmedBy(id, "seats"), 17);
        assertEq(keyGeneration.confirmedBy(id, "others"), 2);
    }

    function test_RevertGiven_TheFirstEpochAndTheCallerHasNoPlaceInIt() external {
        _finish();
        _refuse(1, 2);
        _refuse(1, 0);
        _refuse(1, 6);
    }

    function test_GivenTheFirstEpochAndAMemberConfirms() external {
        dealAll();
        confirm(1, "seats");
        _finishDealt();
        assertEq(keyGeneration.confirmedBy(id, "seats"), 0);
        vm.expectEmit(address(keyGeneration));
        emit IKeyGeneration.SeatsConfirmed(id, 1, 2, "seats");
        confirm(2, "seats");
        assertEq(keyGeneration.confirmedBy(id, "seats"), 2);
    }

    function test_GivenALaterEpoch() external {
        _finish();
        serve(node(6), Role.Keyholder);
        address[] memory members = nodes(2);
        members[0] = node(6);
        confirm(1, "later");
        bytes32 seats = keccak256(abi.encode(uint8(2), members, pointsOf(1, 2)));
        for (uint8 i = 1; i <= THRESHOLD; ++i) {
            confirm(i, seats);
        }
        keyGeneration.refresh(id, 2, members, pointsOf(1, 2));
        assertEq(keyGeneration.confirmedBy(id, "later"), 0);
        // KEY-2: who was a member of a former epoch has no say
        _refuse(1, 1);
        vm.prank(node(6));
        keyGeneration.confirm(id, 1, "later");
        assertEq(keyGeneration.confirmedBy(id, "later"), 1);
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

    function _refuse(uint256 who, uint8 index) private {
        vm.prank(node(who));
        vm.expectRevert(
            abi.encodeWithSelector(IKeyGeneration.KeyGeneration_NotTheMember.selector, node(who), index)
        );
        keyGeneration.confirm(id, index, "seats");
    }
}
