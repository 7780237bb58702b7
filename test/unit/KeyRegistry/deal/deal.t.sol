// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IKeyRegistry} from "src/interfaces/IKeyRegistry.sol";
import {Committee} from "src/types/Committee.sol";
import {Role} from "src/types/Operator.sol";
import {Point} from "src/types/Point.sol";
import {KeyScene} from "test/helpers/KeyScene.sol";

contract KeyRegistry_Deal_Test is KeyScene {
    function test_RevertWhen_TheCallerDealtWithThisSaltBefore() external {
        bytes32 committeeId = deal();
        (address[] memory members, Point[] memory points) = (nodes(1), pointsOf(0, 1));
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyRegistry_AlreadyDealt.selector, committeeId));
        deal(SALT, 1, members, points);
    }

    function test_RevertWhen_NobodyIsNamed() external {
        _refuseCount(0, 0);
    }

    function test_RevertWhen_MoreThanSixteenAreNamed() external {
        _refuseCount(17, 17);
    }

    function test_RevertWhen_AMemberHasNoPoint() external {
        _refuseCount(5, 4);
        _refuseCount(4, 5);
    }

    function test_RevertWhen_TheThresholdIsZero() external {
        _refuseThreshold(0);
    }

    function test_RevertWhen_TheThresholdIsAboveTheNumberOfMembers() external {
        _refuseThreshold(6);
    }

    function test_RevertWhen_AMemberIsNamedTwice() external {
        address[] memory members = nodes(NODES);
        members[4] = members[1];
        Point[] memory points = pointsOf(0, NODES);
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyRegistry_MemberTwice.selector, members[1]));
        deal(SALT, THRESHOLD, members, points);
    }

    function test_RevertGiven_AMemberIsNoOperator() external {
        _refuseMember(STRANGER);
    }

    function test_RevertGiven_AMemberHasAnotherRole() external {
        address edge = makeAddr("edge");
        serve(edge, Role.Edge);
        _refuseMember(edge);
    }

    function test_RevertGiven_AMemberIsUnbonding() external {
        vm.prank(node(5));
        operators.startUnbond();
        _refuseMember(node(5));
    }

    function test_RevertWhen_ThePublicKeyIsNoPoint() external {
        (address[] memory members, Point[] memory points) = (nodes(1), pointsOf(0, 1));
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyRegistry_PointInvalid.selector, Point(1, 2)));
        keys.deal(SALT, Point(1, 2), 1, members, points);
    }

    function test_RevertWhen_APointIsNotOnTheCurve() external {
        Point memory point = pointOf(7);
        point.y += 1;
        _refusePoint(point);
        // of another curve: y^2 = x^3 + 8
        _refusePoint(Point(1, 3));
    }

    function test_RevertWhen_APointIsAtInfinity() external {
        _refusePoint(Point(0, 0));
    }

    function test_RevertWhen_APointHasACoordinateOutOfRange() external {
        _refusePoint(Point(1 + P, SMALL_X_Y));
        _refusePoint(Point(SMALL_Y_X, 1 + P));
    }

    function test_RevertWhen_TheXOfAPointIsTheOrderOrMore() external {
        _refusePoint(Point(N, ORDER_X_Y));
    }

    function test_RevertWhen_PlacesAreEmptyAndTheThresholdIsAboveTheRest() external {
        (address[] memory members, Point[] memory points) = (nodes(NODES), pointsOf(0, NODES));
        members[0] = members[1] = members[4] = address(0);
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyRegistry_ThresholdOutOfRange.selector, 3, 2));
        deal(SALT, 3, members, points);
    }

    function test_WhenPlacesAreEmpty() external {
        (address[] memory members, Point[] memory points) = (nodes(NODES), pointsOf(0, NODES));
        members[0] = members[4] = address(0);
        bytes32 committeeId = deal(SALT, 3, members, points);
        (, address[] memory stored, Point[] memory kept) = keys.membersOf(committeeId, 0);
        assertEq(stored, members);
        assertEq(abi.encode(kept), abi.encode(points));
    }

    function test_WhenTheCommitteeHasOneMember() external {
        _found(1);
    }

    function test_WhenTheCommitteeHasSixteenMembers() external {
        for (uint256 i = NODES + 1; i <= 16; ++i) {
            serve(node(i), Role.Keyholder);
        }
        _found(16);
    }

    function test_WhenAnotherCallerUsedTheSalt() external {
        bytes32 committeeId = deal();
        (address[] memory members, Point[] memory points) = (nodes(1), pointsOf(0, 1));
        assertNotEq(keys.deal(SALT, pointOf(SECRET), 1, members, points), committeeId);
    }

    function test_WhenMembersAndPointsAreValid() external {
        bytes32 expected = keys.committeeIdOf(OWNER, SALT);
        (address[] memory members, Point[] memory points) = (nodes(NODES), pointsOf(0, NODES));
        Point memory publicKey = pointOf(SECRET);
        vm.expectEmit(address(keys));
        emit IKeyRegistry.CommitteeDealt(expected, OWNER, SALT, publicKey);
        vm.expectEmit(address(keys));
        emit IKeyRegistry.EpochStarted(expected, 0, THRESHOLD, members, points);
        assertEq(deal(), expected);
        Committee memory committee = keys.committeeOf(expected);
        assertEq(abi.encode(committee), abi.encode(Committee(OWNER, 0, THRESHOLD, 5, publicKey)));
    }

    function _found(uint256 size) private {
        // forge-lint: disable-next-line(unsafe-typecast) at most 16
        bytes32 committeeId = deal(SALT, uint8(size), nodes(size), pointsOf(0, size));
        (uint8 threshold, address[] memory members, Point[] memory points) = keys.membersOf(committeeId, 0);
        assertEq(threshold, size);
        assertEq(members, nodes(size));
        assertEq(abi.encode(points), abi.encode(pointsOf(0, size)));
    }

    function _refuseCount(uint256 members, uint256 points) private {
        Point[] memory given = pointsOf(0, points);
        vm.expectRevert(
            abi.encodeWithSelector(IKeyRegistry.KeyRegistry_PlaceCount.selector, members, points, 16)
        );
        deal(SALT, 1, nodes(members), given);
    }

    function _refuseThreshold(uint8 threshold) private {
        Point[] memory points = pointsOf(0, NODES);
        vm.expectRevert(
            abi.encodeWithSelector(IKeyRegistry.KeyRegistry_ThresholdOutOfRange.selector, threshold, NODES)
        );
        deal(SALT, threshold, nodes(NODES), points);
    }

    function _refuseMember(address member) private {
        address[] memory members = nodes(NODES);
        members[4] = member;
        Point[] memory points = pointsOf(0, NODES);
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyRegistry_NotAKeyholder.selector, member));
        deal(SALT, THRESHOLD, members, points);
    }

    function _refusePoint(Point memory point) private {
        Point[] memory points = pointsOf(0, NODES);
        points[4] = point;
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyRegistry_PointInvalid.selector, point));
        deal(SALT, THRESHOLD, nodes(NODES), points);
    }
}
