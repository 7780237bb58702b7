// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IKeyGeneration} from "src/interfaces/IKeyGeneration.sol";
import {Point} from "src/types/Point.sol";
import {GenerationScene} from "test/helpers/GenerationScene.sol";

contract KeyGeneration_Refresh_Test is GenerationScene {
    uint8 private _threshold = 4;
    uint32 private _next = 1;
    address[] private _members = nodes(NODES);

    function setUp() public override {
        super.setUp();
        dealAll();
        for (uint8 i = 1; i <= THRESHOLD; ++i) {
            confirm(i, firstSeats(31));
        }
        keyGeneration.finish(id, generatedKey(31), generatedPoints(31));
    }

    function test_RevertGiven_NoSuchGeneration() external {
        id = "none";
        _refuseUnknown();
    }

    function test_RevertGiven_TheCommitteeHasNotBegun() external {
        id = begin("second", THRESHOLD, nodes(NODES));
        _refuseUnknown();
    }

    function test_RevertGiven_TooFewMembersConfirmed() external {
        // KEY-2: no member alone, and no two, swap the points
        _confirm(2, 1);
        _refuse(2, THRESHOLD, 1);
    }

    function test_RevertWhen_TheSeatsAreNotThoseThatWereConfirmed() external {
        _confirm(NODES, 1);
        _refuse(0, THRESHOLD, 2);
        _threshold = 3;
        _refuse(0, THRESHOLD, 1);
        (_threshold, _members[0]) = (4, STRANGER);
        _refuse(0, THRESHOLD, 1);
    }

    function test_RevertWhen_TheSeatsWereConfirmedForAFormerEpoch() external {
        _confirm(NODES, 1);
        _refresh(1);
        _refuse(0, 4, 1);
    }

    function test_GivenEnoughMembersConfirmed() external {
        _confirm(THRESHOLD, 1);
        assertEq(_refresh(1), 1);
        (uint8 threshold, address[] memory members, Point[] memory points) = keys.membersOf(id, 1);
        assertEq(threshold, 4);
        assertEq(members, nodes(NODES));
        assertEq(abi.encode(points), abi.encode(pointsOf(1, NODES)));
        assertEq(abi.encode(keys.committeeOf(id).publicKey), abi.encode(generatedKey(31)));
        _next = 2;
        _confirm(THRESHOLD, 2);
        _refuse(THRESHOLD, 4, 2);
    }

    function test_GivenANewMemberDoesNotServe() external {
        _members[2] = STRANGER;
        _confirm(THRESHOLD, 1);
        _refresh(1);
        (, address[] memory members,) = keys.membersOf(id, 1);
        _members[2] = address(0);
        assertEq(members, _members);
    }

    function _confirm(uint256 count, uint32 epoch) private {
        bytes32 seats = keccak256(abi.encode(_threshold, _members, pointsOf(epoch, NODES)));
        // forge-lint: disable-next-line(unsafe-typecast) at most 5
        for (uint8 i = 1; i <= uint8(count); ++i) {
            confirm(_next, i, seats);
        }
    }

    function _refresh(uint32 epoch) private returns (uint32) {
        return keyGeneration.refresh(id, _threshold, _members, pointsOf(epoch, NODES));
    }

    function _refuse(uint256 confirmed, uint8 threshold, uint32 epoch) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IKeyGeneration.KeyGeneration_TooFewConfirmed.selector, confirmed, threshold
            )
        );
        _refresh(epoch);
    }

    function _refuseUnknown() private {
        vm.expectRevert(abi.encodeWithSelector(IKeyGeneration.KeyGeneration_Unknown.selector, id));
        _refresh(1);
    }
}
