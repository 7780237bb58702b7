// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPlacement} from "src/interfaces/IPlacement.sol";
import {Role} from "src/types/Operator.sol";
import {PlacementScene} from "test/helpers/PlacementScene.sol";

contract Placement_DeclareCapacity_Test is PlacementScene {
    function test_RevertGiven_TheCallerIsNoEdge() external {
        register(EDGE, Role.Keyholder);
        _expectNotAnEdge();
    }

    function test_RevertGiven_TheCallerIsUnbonding() external {
        register();
        startUnbond();
        _expectNotAnEdge();
    }

    function test_WhenItIsTheFirstTime() external {
        register();
        uint64 epoch = currentEpoch();
        vm.expectEmit(address(placement));
        emit IPlacement.CapacityDeclared(EDGE, CAPACITY);
        vm.expectEmit(address(placement));
        emit IPlacement.RosterChanged(epoch + 1);
        declare(EDGE, CAPACITY);
        assertEq(placement.capacityOf(EDGE), CAPACITY);
        assertEq(placement.rosterOf(epoch).length, 0, "an epoch that runs stays as it is");
        assertEq(placement.rosterOf(epoch + 1).length, 1);
        assertEq(placement.rosterOf(epoch + 1)[0], placeOf(EDGE, REGION, CAPACITY));
        assertEq(placement.weightOf(EDGE), CAPACITY);
    }

    function test_WhenTheCapacityIsTheSame() external {
        enter(EDGE, REGION);
        vm.recordLogs();
        declare(EDGE, CAPACITY);
        assertEq(vm.getRecordedLogs().length, 1);
        assertEq(placement.rosterOf(currentEpoch() + 1).length, 1);
    }

    function test_WhenTheCapacityIsMoreThanTheBondCovers() external {
        register();
        declare(EDGE, type(uint32).max);
        assertEq(placement.weightOf(EDGE), 10_000);
        assertEq(placement.rosterOf(currentEpoch() + 1)[0], placeOf(EDGE, REGION, 10_000));
    }

    function test_WhenTheCapacityIsZero() external {
        enter(EDGE, REGION);
        enter(edgeAt(0), REGION);
        declare(EDGE, 0);
        uint256[] memory roster = placement.rosterOf(currentEpoch() + 1);
        assertEq(roster.length, 2);
        assertEq(roster[0], 0);
        assertEq(roster[1], placeOf(edgeAt(0), REGION, CAPACITY));
    }

    function _expectNotAnEdge() private {
        vm.expectRevert(abi.encodeWithSelector(IPlacement.Placement_NotAnEdge.selector, EDGE));
        declare(EDGE, CAPACITY);
    }
}
