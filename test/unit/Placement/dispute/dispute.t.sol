// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {IPlacement} from "src/interfaces/IPlacement.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";
import {PlacementScene} from "test/helpers/PlacementScene.sol";

contract Placement_Dispute_Test is PlacementScene {
    address[] private _owners;
    uint64 private _epoch;

    function setUp() public override {
        super.setUp();
        enterMany(8);
        register();
        _owners = owners();
        _epoch = currentEpoch();
    }

    function test_RevertGiven_TheEdgePublishedNoPlan() external {
        _expectNotInPlan();
        _dispute(_wrong());
    }

    function test_RevertWhen_TheOwnersAreOthersThanThePlans() external {
        publishPlan(EDGE, _wrong());
        _expectNotInPlan();
        _dispute(new address[](0));
    }

    function test_RevertWhen_TheProofIsAnother() external {
        publishPlan(EDGE, _wrong());
        _expectNotInPlan();
        placement.dispute(_epoch, EDGE, contentId, _wrong(), new bytes32[](0));
    }

    function test_RevertWhen_ANodeIsPassedOffAsALeaf() external {
        // the words of a leaf without owners are three, those of a node two: no call data is both
        bytes32 node = ContentTwin.node(leafOf(contentId, _owners), otherLeaf());
        publishRoot(EDGE, ContentTwin.node(node, keccak256("sibling")));
        bytes32[] memory path = new bytes32[](1);
        path[0] = keccak256("sibling");
        _expectNotInPlan();
        placement.dispute(_epoch, EDGE, leafOf(contentId, _owners), new address[](0), path);
    }

    function test_RevertWhen_TheOwnersAreRight() external {
        publishPlan(EDGE, _owners);
        _expectTrue();
        _dispute(_owners);
    }

    function test_RevertGiven_TheInputsChangedSince() external {
        publishPlan(EDGE, _owners);
        nameRegion(OTHER_REGION);
        declare(_owners[0], 0);
        enter(edgeAt(100), REGION);
        for (uint256 i; i < 3; ++i) {
            nextEpoch();
            _expectTrue();
            _dispute(_owners);
        }
        assertNotEq(abi.encode(owners()), abi.encode(_owners));
    }

    function test_WhenTheOwnersAreInAnotherOrder() external {
        address[] memory wrong = _owners;
        (wrong[0], wrong[1]) = (wrong[1], wrong[0]);
        _expectTaken(wrong);
    }

    function test_WhenAnOwnerIsLeftOut() external {
        address[] memory wrong = new address[](2);
        (wrong[0], wrong[1]) = (_owners[0], _owners[1]);
        _expectTaken(wrong);
    }

    function test_WhenTheOwnersAreWrong() external {
        _expectTaken(_wrong());
    }

    function test_RevertGiven_ThePlanWasDisputed() external {
        _expectTaken(_wrong());
        _expectNotInPlan();
        _dispute(_wrong());
    }

    function test_GivenTheEdgeIsUnbonding() external {
        publishPlan(EDGE, _wrong());
        startUnbond();
        nextEpoch();
        _dispute(_wrong());
        assertTrue(operators.operatorOf(EDGE).slashed);
    }

    function test_RevertGiven_TheEdgeTookItsBondBack() external {
        publishPlan(EDGE, _wrong());
        startUnbond();
        vm.warp(block.timestamp + UNBONDING_DELAY);
        withdrawBond();
        expectRevertAbout(IOperatorRegistry.OperatorRegistry_NothingToSlash.selector, EDGE);
        _dispute(_wrong());
    }

    function _expectTaken(address[] memory wrong) private {
        publishPlan(EDGE, wrong);
        uint256 supply = stream.totalSupply();
        vm.expectEmit(address(placement));
        emit IPlacement.PlanFalse(_epoch, EDGE, contentId);
        _dispute(wrong);
        assertEq(placement.planOf(_epoch, EDGE), 0);
        assertEq(operators.operatorOf(EDGE).bond, 0, "DEL-2: a wrong plan costs the bond");
        assertEq(stream.balanceOf(STRANGER), MINIMUM_BOND / 2);
        assertEq(stream.totalSupply(), supply - MINIMUM_BOND / 2);
    }

    function _dispute(address[] memory given) private {
        vm.prank(STRANGER);
        placement.dispute(_epoch, EDGE, contentId, given, proof());
    }

    function _wrong() private view returns (address[] memory wrong) {
        wrong = _owners;
        wrong[2] = EDGE;
    }

    function _expectNotInPlan() private {
        vm.expectRevert(abi.encodeWithSelector(IPlacement.Placement_NotInPlan.selector, _epoch, EDGE));
    }

    function _expectTrue() private {
        vm.expectRevert(
            abi.encodeWithSelector(IPlacement.Placement_PlanTrue.selector, _epoch, EDGE, contentId)
        );
    }
}
