// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Content} from "src/types/Content.sol";
import {Payee} from "src/types/Payee.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";

contract ContentRegistry_Works_Test is ContentScene {
    function test_GivenNoWorkIsRegistered() external view {
        _expectPage(0, type(uint256).max, new bytes32[](0));
        assertEq(contents.workCount(), 0);
    }

    function test_GivenWorksOfTwoPublishersFinishedAndLive() external {
        bytes32[] memory works = _publishThree();
        _expectPage(0, type(uint256).max, works);
        assertEq(contents.workCount(), 3);
    }

    function test_GivenAWorkWasRepublished() external {
        bytes32[] memory works = new bytes32[](1);
        works[0] = publish("a", leavesOf(1));
        republish(works[0], leavesOf(2));
        _expectPage(0, 2, works);
        assertEq(contents.workCount(), 1);
    }

    function test_GivenARegistrationFailed() external {
        bytes32[] memory works = _publishThree();
        vm.expectRevert();
        contents.registerLive("b", Payee.wrap(0), RATE);
        _expectPage(0, type(uint256).max, works);
    }

    function test_WhenThePageEndsBeforeTheList() external {
        bytes32[] memory works = _publishThree();
        bytes32[] memory second = new bytes32[](1);
        second[0] = works[1];
        _expectPage(1, 1, second);
        _expectPage(0, 0, new bytes32[](0));
    }

    function test_WhenThePageEndsAfterTheList() external {
        bytes32[] memory works = _publishThree();
        bytes32[] memory rest = new bytes32[](2);
        (rest[0], rest[1]) = (works[1], works[2]);
        _expectPage(1, type(uint256).max, rest);
    }

    function test_WhenThePageBeginsAfterTheList() external {
        _publishThree();
        _expectPage(3, 1, new bytes32[](0));
        _expectPage(type(uint256).max, type(uint256).max, new bytes32[](0));
    }

    function _publishThree() private returns (bytes32[] memory works) {
        works = new bytes32[](3);
        works[0] = publish("a", leavesOf(1));
        vm.prank(STRANGER);
        works[1] = contents.registerLive("a", CREATOR, RATE);
        works[2] = publishLive("c");
    }

    function _expectPage(uint256 from, uint256 count, bytes32[] memory expected) private view {
        (bytes32[] memory ids, Content[] memory states) = contents.works(from, count);
        assertEq(ids, expected);
        assertEq(states.length, expected.length);
        for (uint256 i; i < ids.length; ++i) {
            assertEq(abi.encode(states[i]), abi.encode(contents.contentOf(ids[i])));
        }
    }
}
