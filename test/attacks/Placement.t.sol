// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {PopularityScene} from "test/helpers/PopularityScene.sol";

/// @notice What somebody would gain by placement, and what it costs.
contract Placement_Attacks is PopularityScene {
    /// @dev What a gigabyte costs to move, by the mission's price.
    uint256 private constant MOVED = 0.05e18;
    uint256 private constant MOST_REGIONS = 8;

    /// @dev A payee that pays itself has its money back, and has burned what the copies cost to move, in every epoch.
    function test_BoughtPopularityCostsWhatItMoves() external {
        uint256 supply = stream.totalSupply();
        for (uint8 doublings = 1; doublings <= 4; ++doublings) {
            count(doublings, (uint96(1) << doublings) * BASE - BASE);
            uint256 burned = supply - stream.totalSupply();
            supply = stream.totalSupply();
            vm.warp(block.timestamp + EPOCH);
            assertEq(popularity.doublingsOf(contentId, currentEpoch()), doublings);
            assertGe(burned, doublings * MOST_REGIONS * MOVED, "a work of a gigabyte");
        }
    }

    /// @dev Many works of one payee, and one payment: it counts for one of them.
    function test_OnePaymentHeatsOneWork() external {
        bytes32 other = publish("other", BYTES);
        count(0, BASE);
        bytes memory rows = row(keyOf(0), BASE);
        vm.prank(COUNTER);
        assertEq(popularity.countVouchers(other, rows), 0);
        assertEq(popularity.heatOf(other, currentEpoch()), 0);
    }

    /// @dev A work ten times as large wants ten times as much, and one of a byte no less than one of a megabyte.
    function test_HeatIsOfAGigabyte() external {
        contentId = publish("large", 9_999_000_000);
        count(0, 10 * BASE - 1);
        assertEq(popularity.doublingsOf(contentId, currentEpoch() + 1), 0);
        count(1, 10);
        assertEq(popularity.doublingsOf(contentId, currentEpoch() + 1), 1);
        contentId = publish("tiny", 1);
        count(2, BASE / 1000);
        assertEq(popularity.doublingsOf(contentId, currentEpoch() + 1), 0);
    }
}
