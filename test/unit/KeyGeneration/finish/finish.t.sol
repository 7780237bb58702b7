// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IKeyGeneration} from "src/interfaces/IKeyGeneration.sol";
import {Committee} from "src/types/Committee.sol";
import {Point} from "src/types/Point.sol";
import {GenerationScene} from "test/helpers/GenerationScene.sol";

contract KeyGeneration_Finish_Test is GenerationScene {
    function test_RevertGiven_NoSuchGeneration() external {
        id = "none";
        Point[] memory points = pointsOf(0, 2);
        vm.expectRevert(abi.encodeWithSelector(IKeyGeneration.KeyGeneration_Unknown.selector, id));
        keyGeneration.finish(id, points[0], points);
    }

    function test_RevertGiven_TooFewMembersConfirmed() external {
        dealAll();
        _confirm(2);
        // a second time is no second member
        confirm(1, firstSeats(31));
        _refuse(2, generatedPoints(31));
    }

    function test_RevertWhen_TheSeatsAreNotThoseThatWereConfirmed() external {
        dealAll();
        _confirm(NODES);
        Point[] memory points = generatedPoints(31);
        (points[0], points[1]) = (points[1], points[0]);
        _refuse(0, points);
    }

    function test_RevertGiven_TooFewDealersAreLeft() external {
        id = begin();
        commit(1);
        commit(2);
        nextPhase();
        reveal(1);
        reveal(2);
        nextPhase();
        nextPhase();
        for (uint8 i = 1; i <= NODES; ++i) {
            confirm(i, firstSeats(3));
        }
        Point memory publicKey = generatedKey(3);
        Point[] memory points = generatedPoints(3);
        vm.expectRevert(
            abi.encodeWithSelector(IKeyGeneration.KeyGeneration_TooFewDealers.selector, 2, THRESHOLD)
        );
        keyGeneration.finish(id, publicKey, points);
    }

    function test_RevertGiven_TheCommitteeHasBegun() external {
        dealAll();
        _confirm(THRESHOLD);
        (Point memory publicKey, Point[] memory points) = (generatedKey(31), generatedPoints(31));
        keyGeneration.finish(id, publicKey, points);
        vm.expectRevert(abi.encodeWithSelector(IKeyGeneration.KeyGeneration_Finished.selector, id));
        keyGeneration.finish(id, publicKey, points);
    }

    function test_GivenEnoughMembersConfirmed() external {
        dealAll();
        _confirm(THRESHOLD);
        keyGeneration.finish(id, generatedKey(31), generatedPoints(31));
        _expectSeats(nodes(NODES));
    }

    function test_GivenAMemberHasStoppedToServe() external {
        dealAll();
        _confirm(THRESHOLD);
        vm.prank(node(2));
        operators.startUnbond();
        keyGeneration.finish(id, generatedKey(31), generatedPoints(31));
        address[] memory members = nodes(NODES);
        members[1] = address(0);
        // KEY-2: a member that leaves stops nobody
        _expectSeats(members);
    }

    function _confirm(uint256 count) private {
        // forge-lint: disable-next-line(unsafe-typecast) at most 5
        for (uint8 i = 1; i <= uint8(count); ++i) {
            confirm(i, firstSeats(31));
        }
    }

    function _expectSeats(address[] memory expected) private {
        Committee memory committee = Committee(address(keyGeneration), 0, THRESHOLD, 5, generatedKey(31));
        assertEq(abi.encode(keys.committeeOf(id)), abi.encode(committee));
        (, address[] memory members, Point[] memory points) = keys.membersOf(id, 0);
        assertEq(members, expected);
        assertEq(abi.encode(points), abi.encode(generatedPoints(31)));
    }

    function _refuse(uint256 confirmed, Point[] memory points) private {
        Point memory publicKey = generatedKey(31);
        vm.expectRevert(
            abi.encodeWithSelector(
                IKeyGeneration.KeyGeneration_TooFewConfirmed.selector, confirmed, THRESHOLD
            )
        );
        keyGeneration.finish(id, publicKey, points);
    }
}
