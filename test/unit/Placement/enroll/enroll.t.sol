// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {PlacementScene} from "test/helpers/PlacementScene.sol";

contract Placement_Enroll_Test is PlacementScene {
    function test_GivenTheEdgeDeclaredNoCapacity() external {
        register();
        _expectSame(EDGE);
    }

    function test_WhenNobodyIsNamed() external {
        vm.recordLogs();
        placement.enroll(new address[](0));
        assertEq(vm.getRecordedLogs().length, 0);
    }

    function test_WhenAnEdgeIsNamedTwice() external {
        enter(EDGE, REGION);
        vm.prank(EDGE);
        operators.startUnbond();
        enroll(EDGE);
        _withdrawLater();
        register();
        address[] memory edges = new address[](2);
        (edges[0], edges[1]) = (EDGE, EDGE);
        placement.enroll(edges);
        assertEq(_next().length, 1);
        assertEq(_next()[0], placeOf(EDGE, REGION, CAPACITY));
    }

    function test_GivenTheEdgeMovedToAnotherRegion() external {
        enter(EDGE, REGION);
        vm.prank(EDGE);
        operators.update(OTHER_REGION, ENDPOINT);
        enroll(EDGE);
        assertEq(_next()[0], placeOf(EDGE, OTHER_REGION, CAPACITY));
    }

    function test_GivenTheBondGrew() external {
        register();
        declare(EDGE, 15_000);
        assertEq(_next()[0], placeOf(EDGE, REGION, 10_000));
        vm.prank(EDGE);
        operators.addBond(EDGE, MINIMUM_BOND / 5);
        enroll(EDGE);
        assertEq(_next()[0], placeOf(EDGE, REGION, 12_000));
    }

    function test_GivenTheEdgeLeft() external {
        enterMany(3);
        vm.prank(edgeAt(1));
        operators.startUnbond();
        enroll(edgeAt(1));
        uint256[] memory roster = _next();
        assertEq(roster.length, 3);
        assertEq(roster[0], placeOf(edgeAt(0), REGION, CAPACITY));
        assertEq(roster[1], 0);
        assertEq(roster[2], placeOf(edgeAt(2), REGION, CAPACITY));
        _expectSame(edgeAt(1));
    }

    function test_GivenTheEdgeWasSlashed() external {
        enter(EDGE, REGION);
        slash();
        enroll(EDGE);
        assertEq(_next()[0], 0);
    }

    function test_GivenAPlaceIsFree() external {
        enterMany(4);
        declare(edgeAt(2), 0);
        declare(edgeAt(1), 0);
        enter(EDGE, REGION);
        assertEq(_next()[1], placeOf(EDGE, REGION, CAPACITY));
        assertEq(_next()[2], 0);
        assertEq(_next().length, 4);
        declare(edgeAt(1), CAPACITY);
        assertEq(_next()[2], placeOf(edgeAt(1), OTHER_REGION, CAPACITY));
    }

    function test_GivenTwoChangesInOneEpoch() external {
        enter(edgeAt(0), REGION);
        enter(edgeAt(1), REGION);
        assertEq(_next().length, 2);
        assertEq(placement.rosterOf(currentEpoch()).length, 0);
    }

    function test_GivenManyEpochsWithChanges() external {
        uint64 first = currentEpoch();
        for (uint256 n; n < 9; ++n) {
            enter(edgeAt(n), REGION);
            // some epochs have no change
            for (uint256 i; i <= n % 3; ++i) {
                nextEpoch();
            }
        }
        uint64 epoch = first;
        for (uint256 n; n < 9; ++n) {
            for (uint256 i; i <= n % 3; ++i) {
                assertEq(placement.rosterOf(++epoch).length, n + 1);
            }
        }
        assertEq(placement.rosterOf(first).length, 0);
        assertEq(placement.rosterOf(0).length, 0);
        assertEq(placement.rosterOf(type(uint64).max).length, 9);
    }

    function test_WhenTheNewcomerToAFullRosterHasLessWeightThanAll() external {
        _fill();
        registerIn(EDGE, REGION);
        declare(EDGE, 7);
        assertEq(_next().length, 512);
        assertEq(_next()[100], placeOf(edgeAt(100), REGION, 7));
    }

    function test_WhenTheNewcomerToAFullRosterHasMoreWeightThanTheLeast() external {
        _fill();
        assertEq(placement.MOST_EDGES(), 512);
        registerIn(EDGE, REGION);
        declare(EDGE, 8);
        assertEq(_next().length, 512);
        assertEq(_next()[100], placeOf(EDGE, REGION, 8));
        assertEq(_next()[101], placeOf(edgeAt(101), OTHER_REGION, 8));
    }

    /// @dev All places, of weight 8; that at 100 has 7. Each change writes all of them, so they enter by few.
    function _fill() private {
        address[] memory edges = new address[](512);
        for (uint256 n; n < 512; ++n) {
            edges[n] = edgeAt(n);
            registerIn(edges[n], n % 2 == 0 ? REGION : OTHER_REGION);
            // slot 0 is the capacities: declared one by one, 512 rosters would be written
            vm.store(
                address(placement), keccak256(abi.encode(edges[n], 0)), bytes32(uint256(n == 100 ? 7 : 8))
            );
        }
        placement.enroll(edges);
        assertEq(_next().length, 512);
    }

    function _expectSame(address edge) private {
        vm.recordLogs();
        enroll(edge);
        assertEq(vm.getRecordedLogs().length, 0);
    }

    function _withdrawLater() private {
        vm.warp(block.timestamp + UNBONDING_DELAY);
        withdrawBond();
    }

    function _next() private view returns (uint256[] memory) {
        return placement.rosterOf(currentEpoch() + 1);
    }
}
