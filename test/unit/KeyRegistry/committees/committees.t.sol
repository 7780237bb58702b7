// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Committee} from "src/types/Committee.sol";
import {KeyScene} from "test/helpers/KeyScene.sol";

contract KeyRegistry_Committees_Test is KeyScene {
    bytes32[] private _ids;

    function test_GivenNobodyHasDealt() external view {
        _expectPage(0, type(uint256).max, 0, 0);
        assertEq(keys.committeeCount(), 0);
    }

    function test_GivenThreeCommittees() external {
        _dealThree();
        _expectPage(0, type(uint256).max, 0, 3);
        assertEq(keys.committeeCount(), 3);
    }

    function test_GivenACommitteeWasRefreshed() external {
        _dealThree();
        refresh(_ids[1], 2, nodes(3), pointsOf(1, 3));
        _expectPage(0, type(uint256).max, 0, 3);
        (, Committee[] memory states) = keys.committees(1, 1);
        assertEq(states[0].epoch, 1);
    }

    function test_WhenThePageEndsBeforeTheList() external {
        _dealThree();
        _expectPage(1, 1, 1, 1);
        _expectPage(0, 0, 0, 0);
    }

    function test_WhenThePageEndsAfterTheList() external {
        _dealThree();
        _expectPage(1, type(uint256).max, 1, 2);
    }

    function test_WhenThePageBeginsAfterTheList() external {
        _dealThree();
        _expectPage(3, 1, 3, 0);
        _expectPage(type(uint256).max, type(uint256).max, 0, 0);
    }

    function _dealThree() private {
        bytes32[3] memory salts;
        (salts[0], salts[1], salts[2]) = ("a", "b", "c");
        for (uint256 i; i < 3; ++i) {
            _ids.push(deal(salts[i], 1, nodes(i + 1), pointsOf(0, i + 1)));
        }
    }

    function _expectPage(uint256 from, uint256 count, uint256 first, uint256 length) private view {
        (bytes32[] memory ids, Committee[] memory states) = keys.committees(from, count);
        assertEq(ids.length, length);
        assertEq(states.length, length);
        for (uint256 i; i < length; ++i) {
            assertEq(ids[i], _ids[first + i]);
            assertEq(abi.encode(states[i]), abi.encode(keys.committeeOf(ids[i])));
        }
    }
}
