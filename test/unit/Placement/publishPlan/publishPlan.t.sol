// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPlacement} from "src/interfaces/IPlacement.sol";
import {PlacementScene} from "test/helpers/PlacementScene.sol";

contract Placement_PublishPlan_Test is PlacementScene {
    function test_RevertGiven_TheCallerIsNoEdge() external {
        vm.expectRevert(abi.encodeWithSelector(IPlacement.Placement_NotAnEdge.selector, EDGE));
        publishRoot(EDGE, "root");
    }

    function test_RevertWhen_TheEpochIsOver() external {
        _expectNotPresent(currentEpoch() - 1);
    }

    function test_RevertWhen_TheEpochIsToCome() external {
        _expectNotPresent(currentEpoch() + 1);
    }

    function test_RevertWhen_TheChainHasAnotherBlock() external {
        register();
        _expectOtherChain(block.number - 1, keccak256("another"));
    }

    function test_RevertWhen_TheBlockIsTooOld() external {
        register();
        _expectOtherChain(block.number - 257, keccak256("old"));
    }

    function test_RevertGiven_TheEdgePublishedBefore() external {
        register();
        publishRoot(EDGE, "root");
        uint64 epoch = currentEpoch();
        vm.expectRevert(abi.encodeWithSelector(IPlacement.Placement_AlreadyPublished.selector, epoch, EDGE));
        publishRoot(EDGE, "another");
    }

    function test_WhenAllIsRight() external {
        register();
        uint64 epoch = currentEpoch();
        vm.expectEmit(address(placement));
        emit IPlacement.PlanPublished(epoch, EDGE, "root");
        publishRoot(EDGE, "root");
        assertEq(placement.planOf(epoch, EDGE), "root");
        nextEpoch();
        publishRoot(EDGE, "another");
        assertEq(placement.planOf(epoch, EDGE), "root");
    }

    function test_WhenNoBlockIsNamed() external {
        register();
        uint64 epoch = currentEpoch();
        vm.prank(EDGE);
        placement.publishPlan(epoch, "root", 0, 0);
        assertEq(placement.planOf(epoch, EDGE), "root");
    }

    function _expectNotPresent(uint64 epoch) private {
        register();
        bytes32 hash = blockhash(block.number - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IPlacement.Placement_NotPresent.selector, epoch, currentEpoch())
        );
        vm.prank(EDGE);
        placement.publishPlan(epoch, "root", block.number - 1, hash);
    }

    function _expectOtherChain(uint256 number, bytes32 hash) private {
        uint64 epoch = currentEpoch();
        vm.expectRevert(abi.encodeWithSelector(IPlacement.Placement_OtherChain.selector, number, hash));
        vm.prank(EDGE);
        placement.publishPlan(epoch, "root", number, hash);
    }
}
