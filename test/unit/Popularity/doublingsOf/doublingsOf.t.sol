// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {PopularityScene} from "test/helpers/PopularityScene.sol";

contract Popularity_DoublingsOf_Test is PopularityScene {
    function test_WhenItIsEpochZero() external view {
        assertEq(popularity.doublingsOf(contentId, 0), 0);
    }

    function test_GivenTheHeatIsAWeiBelowTheBase() external {
        count(0, BASE - 1);
        assertEq(popularity.doublingsOf(contentId, currentEpoch() + 1), 0);
    }

    function test_GivenTheHeatIsTheBase() external {
        assertEq(popularity.BASE(), BASE);
        count(0, BASE);
        assertEq(popularity.doublingsOf(contentId, currentEpoch()), 0, "an epoch that runs stays as it is");
        assertEq(popularity.doublingsOf(contentId, currentEpoch() + 1), 1);
        assertEq(popularity.doublingsOf(contentId, currentEpoch() + 2), 0);
    }

    function test_GivenTheHeatIsThreeTimesTheBase() external {
        count(0, 3 * BASE - 1);
        assertEq(popularity.doublingsOf(contentId, currentEpoch() + 1), 1);
        count(1, 1);
        assertEq(popularity.doublingsOf(contentId, currentEpoch() + 1), 2);
    }

    function test_GivenTheHeatIsAThousandTimesTheBase() external {
        count(0, 1000 * BASE);
        assertEq(popularity.doublingsOf(contentId, currentEpoch() + 1), popularity.MOST_DOUBLINGS());
        assertEq(popularity.MOST_DOUBLINGS(), 4);
    }
}
