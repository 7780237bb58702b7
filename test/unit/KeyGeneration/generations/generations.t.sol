// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {GenerationScene} from "test/helpers/GenerationScene.sol";

contract KeyGeneration_Generations_Test is GenerationScene {
    bytes32[] private _ids;

    function test_GivenNobodyHasBegunOne() external view {
        _expectPage(0, type(uint256).max, 0, 0);
        assertEq(keyGeneration.generationCount(), 0);
    }

    function test_GivenThreeGenerations() external {
        _beginThree();
        _expectPage(0, type(uint256).max, 0, 3);
        assertEq(keyGeneration.generationCount(), 3);
    }

    function test_WhenThePageEndsBeforeTheList() external {
        _beginThree();
        _expectPage(1, 1, 1, 1);
        _expectPage(0, 0, 0, 0);
    }

    function test_WhenThePageEndsAfterTheList() external {
        _beginThree();
        _expectPage(1, type(uint256).max, 1, 2);
    }

    function test_WhenThePageBeginsAfterTheList() external {
        _beginThree();
        _expectPage(3, 1, 3, 0);
        _expectPage(type(uint256).max, type(uint256).max, 0, 0);
    }

    function _beginThree() private {
        bytes32[3] memory salts;
        (salts[0], salts[1], salts[2]) = ("a", "b", "c");
        for (uint256 i; i < 3; ++i) {
            _ids.push(begin(salts[i], 2, nodes(2)));
        }
    }

    function _expectPage(uint256 from, uint256 count, uint256 first, uint256 length) private view {
        bytes32[] memory ids = keyGeneration.generations(from, count);
        assertEq(ids.length, length);
        for (uint256 i; i < length; ++i) {
            assertEq(ids[i], _ids[first + i]);
        }
    }
}
