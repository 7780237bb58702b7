// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Point} from "src/types/Point.sol";
import {KeyScene} from "test/helpers/KeyScene.sol";

contract KeyRegistry_MembersOf_Test is KeyScene {
    function test_GivenNoSuchCommittee() external view {
        _expect("x", 0, 0, new address[](0), new Point[](0));
    }

    function test_GivenNoSuchEpochYet() external {
        _expect(deal(), 1, 0, new address[](0), new Point[](0));
    }

    function test_GivenAnEpoch() external {
        _expect(deal(), 0, THRESHOLD, nodes(NODES), pointsOf(0, NODES));
    }

    function _expect(
        bytes32 committeeId,
        uint32 epoch,
        uint8 threshold,
        address[] memory members,
        Point[] memory points
    ) private view {
        (uint8 t, address[] memory m, Point[] memory p) = keys.membersOf(committeeId, epoch);
        assertEq(t, threshold);
        assertEq(m, members);
        assertEq(abi.encode(p), abi.encode(points));
    }
}
