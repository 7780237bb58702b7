// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IKeyRegistry} from "src/interfaces/IKeyRegistry.sol";
import {Committee} from "src/types/Committee.sol";
import {Role} from "src/types/Operator.sol";
import {Point} from "src/types/Point.sol";
import {KeyScene} from "test/helpers/KeyScene.sol";

contract KeyRegistry_Refresh_Test is KeyScene {
    bytes32 private _id;

    function setUp() public override {
        super.setUp();
        _id = deal();
    }

    function test_RevertGiven_NoSuchCommittee() external {
        Point[] memory points = pointsOf(1, NODES);
        _id = "none";
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyRegistry_Unknown.selector, _id));
        refresh(_id, THRESHOLD, nodes(NODES), points);
    }

    function test_RevertWhen_TheCallerIsNotTheOwner() external {
        Point[] memory points = pointsOf(1, NODES);
        vm.prank(node(1));
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyRegistry_NotOwner.selector, node(1), OWNER));
        keys.refresh(_id, THRESHOLD, nodes(NODES), points);
    }

    function test_RevertWhen_TheThresholdIsAboveTheNumberOfMembers() external {
        Point[] memory points = pointsOf(1, NODES);
        vm.expectRevert(
            abi.encodeWithSelector(IKeyRegistry.KeyRegistry_ThresholdOutOfRange.selector, 6, NODES)
        );
        refresh(_id, 6, nodes(NODES), points);
    }

    function test_RevertGiven_ANewMemberIsNoOperator() external {
        address[] memory members = nodes(NODES);
        members[0] = STRANGER;
        Point[] memory points = pointsOf(1, NODES);
        vm.expectRevert(abi.encodeWithSelector(IKeyRegistry.KeyRegistry_NotAKeyholder.selector, STRANGER));
        refresh(_id, THRESHOLD, members, points);
    }

    function test_RevertWhen_APointIsNotOnTheCurve() external {
        Point[] memory points = pointsOf(1, NODES);
        points[0].x = 5;
        vm.expectPartialRevert(IKeyRegistry.KeyRegistry_PointInvalid.selector);
        refresh(_id, THRESHOLD, nodes(NODES), points);
        assertEq(keys.committeeOf(_id).epoch, 0);
    }

    function test_WhenThePointsAreNew() external {
        Point[] memory points = pointsOf(1, NODES);
        vm.expectEmit(address(keys));
        emit IKeyRegistry.EpochStarted(_id, 1, THRESHOLD, nodes(NODES), points);
        assertEq(refresh(_id, THRESHOLD, nodes(NODES), points), 1);
        Committee memory expected = Committee(OWNER, 1, THRESHOLD, 5, pointOf(SECRET));
        assertEq(abi.encode(keys.committeeOf(_id)), abi.encode(expected), "KEY-1: Y never changes");
        _expect(0, THRESHOLD, nodes(NODES), pointsOf(0, NODES));
        _expect(1, THRESHOLD, nodes(NODES), points);
    }

    function test_WhenMembersChange() external {
        serve(node(6), Role.Keyholder);
        serve(node(7), Role.Keyholder);
        address[] memory others = new address[](3);
        (others[0], others[1], others[2]) = (node(6), node(3), node(7));
        refresh(_id, 2, others, pointsOf(1, 3));
        _expect(0, THRESHOLD, nodes(NODES), pointsOf(0, NODES));
        _expect(1, 2, others, pointsOf(1, 3));
        assertEq(keys.committeeOf(_id).size, 3);
    }

    function test_GivenAMemberOfTheFormerEpochHasLeft() external {
        vm.prank(node(5));
        operators.startUnbond();
        refresh(_id, THRESHOLD, nodes(4), pointsOf(1, 4));
        _expect(0, THRESHOLD, nodes(NODES), pointsOf(0, NODES));
        _expect(1, THRESHOLD, nodes(4), pointsOf(1, 4));
    }

    function _expect(uint32 epoch, uint8 threshold, address[] memory members, Point[] memory points)
        private
        view
    {
        (uint8 t, address[] memory m, Point[] memory p) = keys.membersOf(_id, epoch);
        assertEq(t, threshold);
        assertEq(m, members);
        assertEq(abi.encode(p), abi.encode(points), "KEY-1: a seat never changes");
    }
}
