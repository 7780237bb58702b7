// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {PlacementScene} from "test/helpers/PlacementScene.sol";

contract Placement_OwnersOf_Test is PlacementScene {
    function test_GivenThereAreNoEdges() external view {
        assertEq(owners().length, 0);
    }

    function test_GivenThereAreTwoEdges() external {
        enterMany(2);
        assertEq(owners().length, 2);
        assertNotEq(owners()[0], owners()[1]);
    }

    function test_GivenThereAreManyEdges() external {
        enterMany(20);
        assertEq(owners().length, 3);
    }

    function test_GivenARegionIsNamed() external {
        _enter(REGION, 20);
        _enter(OTHER_REGION, 2);
        nameRegion(OTHER_REGION);
        nextEpoch();
        assertEq(owners().length, 3);
        assertEq(_countIn(OTHER_REGION), 2);
    }

    function test_GivenTwoRegionsAreNamed() external {
        _enter(REGION, 9);
        _enter(OTHER_REGION, 2);
        _enter("sa-east", 2);
        _name(OTHER_REGION, "sa-east");
        nextEpoch();
        assertEq(owners().length, 4);
        assertEq(_countIn(OTHER_REGION), 2);
        assertEq(_countIn("sa-east"), 2);
    }

    function test_GivenNobodyIsInARegion() external {
        enterMany(20);
        address[] memory before = owners();
        nameRegion("nowhere");
        nextEpoch();
        assertEq(owners(), before);
    }

    function test_GivenTheWorkIsPopular() external {
        enterMany(20);
        address[] memory before = owners();
        _heat(3);
        assertEq(owners().length, 6);
        for (uint256 i; i < 3; ++i) {
            assertEq(owners()[i], before[i]);
        }
    }

    function test_GivenTheWorkIsPopularAndRegionsAreNamed() external {
        _enter(REGION, 9);
        _enter(OTHER_REGION, 9);
        _enter("sa-east", 9);
        _name("sa-east", OTHER_REGION);
        _heat(2);
        assertEq(owners().length, 8);
        assertEq(_countIn("sa-east"), 4);
        assertEq(_countIn(OTHER_REGION), 4);
        nameRegion("sa-east");
        _heat(2);
        assertEq(owners().length, 5);
        assertGe(_countIn("sa-east"), 4);
    }

    function test_GivenSomethingChangedInTheEpoch() external {
        enterMany(20);
        address[] memory before = owners();
        declare(before[1], 0);
        nameRegion(OTHER_REGION);
        enter(edgeAt(20), REGION);
        vm.prank(before[0]);
        operators.startUnbond();
        assertEq(owners(), before, "DEL-2: a plan that runs stays as it is");
    }

    function test_GivenAnOwnerLeaves() external {
        enterMany(20);
        address[] memory before = owners();
        declare(before[1], 0);
        nextEpoch();
        address[] memory later = owners();
        assertEq(later.length, 3);
        assertEq(later[0], before[0]);
        assertEq(later[1], before[2]);
        assertNotEq(later[2], before[1]);
    }

    function _enter(bytes8 region, uint256 count) private {
        for (uint256 i; i < count; ++i) {
            enter(edgeAt(uint256(keccak256(abi.encode(region, i)))), region);
        }
        nextEpoch();
    }

    function _name(bytes8 first, bytes8 second) private {
        bytes8[] memory regions = new bytes8[](2);
        (regions[0], regions[1]) = first < second ? (first, second) : (second, first);
        nameRegions(regions);
    }

    /// @dev Has the heat of the running epoch be what doubles so often, and begins the next.
    function _heat(uint256 doublings) private {
        bytes32 slot = keccak256(abi.encode(currentEpoch(), keccak256(abi.encode(contentId, 0))));
        uint256 heat = (2 ** doublings - 1) * popularity.BASE();
        vm.store(address(popularity), slot, bytes32(heat));
        assertEq(popularity.doublingsOf(contentId, currentEpoch() + 1), doublings);
        nextEpoch();
    }

    function _countIn(bytes8 region) private view returns (uint256 count) {
        address[] memory all = owners();
        for (uint256 i; i < all.length; ++i) {
            if (operators.operatorOf(all[i]).region == region) ++count;
        }
    }
}
