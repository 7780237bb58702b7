// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IAvailabilityCourt} from "src/interfaces/IAvailabilityCourt.sol";
import {Role} from "src/types/Operator.sol";
import {Holding, PieceRequest} from "src/types/PieceRequest.sol";
import {AvailabilityScene} from "test/helpers/AvailabilityScene.sol";

/// @notice What others have tried against courts of availability, and what it brings here.
contract Availability_Attacks is AvailabilityScene {
    uint96 private constant LOSS = MINIMUM_BOND / 50;

    /// @dev Grinding: who asks until a piece is missing, or asks for what is not, pays for each answer, and the edge for none.
    function test_Grinding() external {
        vm.txGasPrice(1 gwei);
        uint256 before = CHALLENGER.balance;
        for (uint8 piece; piece < 8; ++piece) {
            PieceRequest memory request = ask(piece, 0);
            if (piece <= LAST_PIECE) availability.answer(request, pieceAt(piece), pathAt(piece));
            else availability.refute(request, proof());
        }
        assertEq(before - CHALLENGER.balance, EDGE.balance, "all that the griefer lost is the edge's");
        assertEq(EDGE.balance, (3 * 80_000 + 5 * 140_000) * 1 gwei);
        assertEq(operators.operatorOf(EDGE).bond, MINIMUM_BOND);
    }

    /// @dev Grinding: an edge that keeps its slots full burns 240 bonds in each two hours, and its friend cannot take them back.
    function test_AShieldCosts() external {
        PieceRequest[] memory shield = new PieceRequest[](8);
        for (uint8 slot; slot < 8; ++slot) {
            shield[slot] = ask(0, slot);
        }
        Holding memory held = holding();
        bytes memory signature = sign(EDGE_KEY, held);
        uint256 bond = availability.bondOf(3);
        vm.prank(CHALLENGER);
        vm.expectRevert(
            abi.encodeWithSelector(IAvailabilityCourt.AvailabilityCourt_SlotTaken.selector, EDGE, 3)
        );
        availability.requestPiece{value: bond}(held, signature, INDEX, 1, 3, 0);
        for (uint8 slot; slot < 8; ++slot) {
            availability.answer(shield[slot], pieceAt(0), pathAt(0));
        }
        assertEq(BURNED.balance, 240 * 140_000 gwei);
    }

    /// @dev Early: an answer before the request is none, and the answer to one request answers no other.
    function test_Early() external {
        PieceRequest memory first = ask(1, 0);
        availability.answer(first, pieceAt(1), pathAt(1));
        PieceRequest memory second = ask(1, 1);
        PieceRequest memory again = first;
        expectNotOpen(again);
        availability.answer(again, pieceAt(1), pathAt(1));
        passDeadlineOf(second);
        availability.collect(second);
        assertTrue(availability.lost(EDGE, contentId, second.epoch), "each request wants its own answer");
    }

    /// @dev Late drift: all requests of an epoch have one deadline, and none moves another's.
    function test_LateDrift() external {
        PieceRequest memory first = ask(0, 0);
        vm.warp(block.timestamp + EPOCH - 1);
        PieceRequest memory second = ask(1, 1);
        vm.warp(block.timestamp + 1);
        PieceRequest memory next = ask(2, 2);
        assertEq(first.epoch, second.epoch);
        assertEq(next.epoch, first.epoch + 1);
        passDeadlineOf(first);
        availability.collect(first);
        availability.collect(second);
        vm.expectPartialRevert(IAvailabilityCourt.AvailabilityCourt_TooEarly.selector);
        availability.collect(next);
    }

    /// @dev Late drift: a block a second later or earlier than the deadline is decided by its own time alone.
    function test_OneBlockAtTheDeadline() external {
        PieceRequest memory request = ask(1, 0);
        vm.warp((request.epoch + 2) * EPOCH - 1);
        vm.expectPartialRevert(IAvailabilityCourt.AvailabilityCourt_TooEarly.selector);
        availability.collect(request);
        vm.warp(block.timestamp + 1);
        expectTooLate(request);
        availability.answer(request, pieceAt(1), pathAt(1));
    }

    /// @dev Lazy: an edge that fetches nothing until it is asked is either quick enough for viewers, or pays again and again.
    function test_Lazy() external {
        vm.prank(EDGE);
        operators.addBond(EDGE, 3 * LOSS);
        for (uint96 losses = 1; losses <= 3; ++losses) {
            PieceRequest memory request = ask(1, 0);
            passDeadlineOf(request);
            availability.collect(request);
            assertEq(operators.operatorOf(EDGE).bond, MINIMUM_BOND + (3 - losses) * LOSS, "losses add up");
        }
        PieceRequest memory last = ask(1, 0);
        passDeadlineOf(last);
        availability.collect(last);
        assertFalse(operators.isActive(EDGE, Role.Edge), "below the least bond it is listed no longer");
    }

    /// @dev Flapping: an edge that goes down and comes back in time loses nothing, and one outage costs what the open slots cost.
    function test_Flapping() external {
        PieceRequest memory request = ask(1, 0);
        vm.warp(block.timestamp + 2 * EPOCH - 1);
        availability.answer(request, pieceAt(1), pathAt(1));
        assertEq(operators.operatorOf(EDGE).bond, MINIMUM_BOND);
        PieceRequest[] memory outage = new PieceRequest[](8);
        for (uint8 slot; slot < 8; ++slot) {
            outage[slot] = ask(1, slot);
        }
        passDeadlineOf(outage[0]);
        for (uint8 slot; slot < 8; ++slot) {
            availability.collect(outage[slot]);
        }
        assertEq(operators.operatorOf(EDGE).bond, MINIMUM_BOND - 8 * LOSS, "offline is not wrong");
        assertFalse(operators.operatorOf(EDGE).slashed);
    }

    /// @dev Front-running: who copies the edge's answer pays for it, and the edge is paid all the same.
    function test_ACopiedAnswerPaysTheEdge() external {
        PieceRequest memory request = ask(1, 0);
        vm.txGasPrice(1 gwei);
        vm.prank(STRANGER);
        availability.answer(request, pieceAt(1), pathAt(1));
        assertEq(STRANGER.balance, 0);
        assertEq(EDGE.balance, 80_000 gwei);
    }

    /// @dev Front-running: who collects another's request takes nothing of it.
    function test_ACopiedCollectPaysTheRequester() external {
        PieceRequest memory request = ask(1, 0);
        passDeadlineOf(request);
        vm.prank(STRANGER);
        availability.collect(request);
        assertEq(stream.balanceOf(STRANGER), 0);
        assertEq(stream.balanceOf(CHALLENGER), LOSS / 2);
    }

    /// @dev An edge that leaves while it is asked stays slashable until long after the deadline.
    function test_UnbondingWhileAsked() external {
        PieceRequest memory request = ask(1, 0);
        startUnbond();
        assertGt(operators.operatorOf(EDGE).withdrawableAt, (request.epoch + 2) * EPOCH);
        passDeadlineOf(request);
        availability.collect(request);
        assertEq(operators.operatorOf(EDGE).bond, MINIMUM_BOND - LOSS);
    }

    /// @dev Whatever gas an answer is given, it counts whole or not at all.
    function testFuzz_OutOfGas(uint256 gas) external {
        PieceRequest memory request = ask(1, 0);
        vm.txGasPrice(1 gwei);
        bytes memory data = abi.encodeCall(IAvailabilityCourt.answer, (request, pieceAt(1), pathAt(1)));
        (bool answered,) = address(availability).call{gas: bound(gas, 0, 200_000)}(data);
        assertEq(availability.requestIn(EDGE, 0) == 0, answered);
        assertEq(EDGE.balance, answered ? 80_000 gwei : 0);
        assertEq(address(availability).balance, answered ? 0 : request.bond);
    }
}
