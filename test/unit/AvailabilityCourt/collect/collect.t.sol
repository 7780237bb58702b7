// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IAvailabilityCourt} from "src/interfaces/IAvailabilityCourt.sol";
import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {Role} from "src/types/Operator.sol";
import {PieceRequest} from "src/types/PieceRequest.sol";
import {AvailabilityScene} from "test/helpers/AvailabilityScene.sol";

contract AvailabilityCourt_Collect_Test is AvailabilityScene {
    uint96 private constant LOSS = MINIMUM_BOND / 50;

    function test_RevertWhen_ItIsTheLastSecondForAnAnswer() external {
        PieceRequest memory request = ask(0, 0);
        vm.warp((request.epoch + 2) * EPOCH - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IAvailabilityCourt.AvailabilityCourt_TooEarly.selector, request.epoch + 1)
        );
        availability.collect(request);
    }

    function test_RevertGiven_TheRequestWasAnswered() external {
        PieceRequest memory request = ask(0, 0);
        availability.answer(request, pieceAt(0), pathAt(0));
        passDeadlineOf(request);
        expectNotOpen(request);
        availability.collect(request);
    }

    function test_RevertGiven_TheRequestWasCollected() external {
        PieceRequest memory request = _collect(0);
        expectNotOpen(request);
        availability.collect(request);
    }

    function test_WhenTheTimeForAnAnswerIsOver() external {
        PieceRequest memory request = ask(0, 0);
        uint256 before = CHALLENGER.balance;
        uint256 supply = stream.totalSupply();
        passDeadlineOf(request);
        vm.expectEmit(address(operators));
        emit IOperatorRegistry.BondReduced(EDGE, address(availability), CHALLENGER, LOSS / 2, LOSS / 2);
        vm.expectEmit(address(availability));
        emit IAvailabilityCourt.PieceLost(EDGE, 0, contentId, request.epoch, LOSS);
        vm.prank(STRANGER);
        availability.collect(request);
        assertEq(availability.LOSS(), LOSS);
        assertEq(operators.operatorOf(EDGE).bond, MINIMUM_BOND - LOSS, "offline is not wrong: a part");
        assertEq(stream.balanceOf(CHALLENGER), LOSS / 2);
        assertEq(stream.totalSupply(), supply - LOSS / 2);
        assertEq(CHALLENGER.balance, before + request.bond);
        assertTrue(availability.lost(EDGE, contentId, request.epoch));
        assertFalse(availability.lost(EDGE, contentId, request.epoch + 1));
        assertEq(availability.requestIn(EDGE, 0), 0);
    }

    function test_WhenTheSlotIsADearOne() external {
        uint256 before = CHALLENGER.balance;
        _collect(7);
        assertEq(CHALLENGER.balance, before);
        assertEq(BURNED.balance, 0);
    }

    function test_GivenTheEdgeIsUnbonding() external {
        PieceRequest memory request = ask(0, 0);
        startUnbond();
        passDeadlineOf(request);
        availability.collect(request);
        assertEq(operators.operatorOf(EDGE).bond, MINIMUM_BOND - LOSS);
        vm.warp(block.timestamp + UNBONDING_DELAY);
        withdrawBond();
        assertEq(stream.balanceOf(EDGE), 10 * MINIMUM_BOND - LOSS);
    }

    function test_GivenTheEdgeHasWithdrawnItsBond() external {
        PieceRequest memory request = ask(0, 0);
        startUnbond();
        vm.warp(block.timestamp + UNBONDING_DELAY);
        withdrawBond();
        _expectNothingTaken(request);
    }

    function test_GivenTheEdgeWasSlashed() external {
        PieceRequest memory request = ask(0, 0);
        slash();
        passDeadlineOf(request);
        _expectNothingTaken(request);
    }

    function test_GivenTheBondFallsBelowTheLeast() external {
        _collect(0);
        assertFalse(operators.isActive(EDGE, Role.Edge));
        assertEq(operators.operatorCount(Role.Edge), 0);
        vm.prank(EDGE);
        operators.addBond(EDGE, LOSS);
        assertTrue(operators.isActive(EDGE, Role.Edge));
        assertEq(operators.operatorCount(Role.Edge), 1);
    }

    function _collect(uint8 slot) private returns (PieceRequest memory request) {
        request = ask(0, slot);
        passDeadlineOf(request);
        availability.collect(request);
    }

    function _expectNothingTaken(PieceRequest memory request) private {
        uint256 before = CHALLENGER.balance;
        availability.collect(request);
        assertEq(CHALLENGER.balance, before + request.bond);
        assertEq(stream.balanceOf(CHALLENGER), 0);
        assertTrue(availability.lost(EDGE, contentId, request.epoch));
    }
}
