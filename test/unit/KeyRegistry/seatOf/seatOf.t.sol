// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {CompressedPoint, Point} from "src/types/Point.sol";
import {KeyScene} from "test/helpers/KeyScene.sol";

contract KeyRegistry_SeatOf_Test is KeyScene {
    bytes32 private _id;

    function setUp() public override {
        super.setUp();
        _id = deal();
    }

    function test_WhenThePlaceIsZero() external view {
        _expectNobody(0, 0);
    }

    function test_WhenThePlaceIsAboveTheNumberOfMembers() external view {
        _expectNobody(0, 6);
        _expectNobody(0, 255);
    }

    function test_WhenTheEpochHasNotBegun() external view {
        _expectNobody(1, 1);
    }

    function test_GivenTheFormerEpochHadMoreMembers() external {
        refresh(_id, 2, nodes(4), pointsOf(1, 4));
        _expectNobody(1, 5);
        _expect(0, 5);
    }

    function test_GivenASeatInTwoEpochs() external {
        refresh(_id, 1);
        for (uint8 i = 1; i <= NODES; ++i) {
            _expect(0, i);
            _expect(1, i);
        }
    }

    function _expect(uint32 epoch, uint8 index) private {
        (address member, CompressedPoint memory point) = keys.seatOf(_id, epoch, index);
        assertEq(member, node(index));
        Point memory whole = pointOf(shareOf(epoch, index));
        assertEq(point.prefix, whole.y % 2 == 0 ? 2 : 3);
        assertEq(point.x, whole.x);
    }

    function _expectNobody(uint32 epoch, uint8 index) private view {
        (address member, CompressedPoint memory point) = keys.seatOf(_id, epoch, index);
        assertEq(member, address(0));
        assertEq(point.x, 0);
    }
}
