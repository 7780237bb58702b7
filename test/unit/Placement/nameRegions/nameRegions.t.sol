// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPlacement} from "src/interfaces/IPlacement.sol";
import {PlacementScene} from "test/helpers/PlacementScene.sol";

contract Placement_NameRegions_Test is PlacementScene {
    function test_RevertWhen_TheCallerIsNotThePublisher() external {
        vm.expectRevert(
            abi.encodeWithSelector(IPlacement.Placement_NotPublisher.selector, STRANGER, PUBLISHER)
        );
        vm.prank(STRANGER);
        placement.nameRegions(contentId, _ascending(1));
    }

    function test_RevertGiven_TheWorkIsUnknown() external {
        vm.expectRevert(
            abi.encodeWithSelector(IPlacement.Placement_NotPublisher.selector, PUBLISHER, address(0))
        );
        vm.prank(PUBLISHER);
        placement.nameRegions("none", _ascending(1));
    }

    function test_RevertWhen_ThereAreNineRegions() external {
        _expectInvalid(_ascending(9));
    }

    function test_RevertWhen_ARegionIsEmpty() external {
        _expectInvalid(new bytes8[](1));
    }

    function test_RevertWhen_ARegionIsNamedTwice() external {
        bytes8[] memory regions = _ascending(3);
        regions[2] = regions[1];
        _expectInvalid(regions);
    }

    function test_RevertWhen_TheRegionsDoNotAscend() external {
        bytes8[] memory regions = _ascending(2);
        (regions[0], regions[1]) = (regions[1], regions[0]);
        _expectInvalid(regions);
    }

    function test_WhenThereAreEightRegions() external {
        bytes8[] memory regions = _ascending(8);
        uint64 epoch = currentEpoch();
        vm.expectEmit(address(placement));
        emit IPlacement.RegionsNamed(contentId, epoch + 1, regions);
        nameRegions(regions);
        assertEq(_named(epoch).length, 0, "an epoch that runs stays as it is");
        assertEq(abi.encode(_named(epoch + 1)), abi.encode(regions));
        nextEpoch();
        nextEpoch();
        assertEq(abi.encode(_named(currentEpoch())), abi.encode(regions));
    }

    function test_WhenThereAreNone() external {
        nameRegions(_ascending(2));
        nextEpoch();
        nameRegions(new bytes8[](0));
        assertEq(_named(currentEpoch()).length, 2);
        assertEq(_named(currentEpoch() + 1).length, 0);
    }

    function _expectInvalid(bytes8[] memory regions) private {
        vm.expectRevert(IPlacement.Placement_RegionsInvalid.selector);
        nameRegions(regions);
    }

    function _ascending(uint256 count) private pure returns (bytes8[] memory regions) {
        regions = new bytes8[](count);
        for (uint64 i; i < count; ++i) {
            // "region-a" and so on
            regions[i] = bytes8(0x726567696f6e2d61 + i);
        }
    }

    function _named(uint64 epoch) private view returns (bytes8[] memory) {
        bytes32[] memory works = new bytes32[](2);
        works[1] = contentId;
        (bytes8[][] memory regions, uint256[] memory doublings) = placement.needsOf(works, epoch);
        assertEq(regions[0].length, 0);
        assertEq(doublings.length, 2);
        return regions[1];
    }
}
