// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IAvailabilityCourt} from "src/interfaces/IAvailabilityCourt.sol";
import {PieceRequest} from "src/types/PieceRequest.sol";
import {AvailabilityScene} from "test/helpers/AvailabilityScene.sol";

contract AvailabilityCourt_Answer_Test is AvailabilityScene {
    function test_RevertGiven_NothingWasAsked() external {
        PieceRequest memory request = ask(0, 0);
        request.slot = 1;
        _expectNotOpen(request);
    }

    function test_RevertGiven_TheRequestWasAnswered() external {
        PieceRequest memory request = ask(0, 0);
        availability.answer(request, pieceAt(0), pathAt(0));
        _expectNotOpen(request);
    }

    function test_RevertWhen_TheCallNamesAnotherRequester() external {
        PieceRequest memory request = ask(0, 0);
        request.requester = STRANGER;
        _expectNotOpen(request);
    }

    function test_RevertWhen_ThereIsNoSuchSlot() external {
        PieceRequest memory request = ask(0, 0);
        request.slot = 8;
        _expectNotOpen(request);
    }

    function test_RevertWhen_ThePieceIsAnother() external {
        bytes memory piece = pieceAt(1);
        piece[5] ^= 0x01;
        _expectInvalid(ask(1, 0), piece, pathAt(1));
    }

    function test_RevertWhen_ThePieceIsOfAnotherPlace() external {
        _expectInvalid(ask(1, 0), pieceAt(2), pathAt(2));
    }

    function test_RevertWhen_ThePathIsAnother() external {
        _expectInvalid(ask(1, 0), pieceAt(1), pathAt(2));
    }

    function test_RevertWhen_ThePieceIsAByteShort() external {
        bytes memory piece = pieceAt(1);
        assembly ("memory-safe") {
            mstore(piece, 1023)
        }
        _expectInvalid(ask(1, 0), piece, pathAt(1));
    }

    function test_RevertWhen_ThePieceIsThePreimageOfANode() external {
        // 64 bytes with the mark of a piece, as two hashes side by side have
        bytes memory short_ = new bytes(59);
        bytes32 node = keccak256(bytes.concat(hex"01", bytes4(uint32(1)), short_));
        _expectInvalid(ask(1, 0, node), short_, new bytes32[](0));
    }

    function test_RevertWhen_TheRequestNamesNoRoot() external {
        _expectInvalid(ask(1, 0, 0), pieceAt(1), pathAt(1));
    }

    function test_RevertWhen_TheNextEpochIsOver() external {
        PieceRequest memory request = ask(0, 0);
        passDeadlineOf(request);
        expectTooLate(request);
        availability.answer(request, pieceAt(0), pathAt(0));
    }

    function test_WhenItIsTheLastSecond() external {
        PieceRequest memory request = ask(1, 0);
        uint256 before = CHALLENGER.balance;
        vm.warp((request.epoch + 2) * EPOCH - 1);
        vm.txGasPrice(1 gwei);
        uint256 paid = 80_000 gwei;
        vm.expectEmit(address(availability));
        emit IAvailabilityCourt.PieceAnswered(
            EDGE, 0, keccak256(abi.encode(request)), paid, request.bond - paid
        );
        vm.prank(STRANGER);
        availability.answer(request, pieceAt(1), pathAt(1));
        assertEq(availability.requestIn(EDGE, 0), 0);
        assertEq(EDGE.balance, paid);
        assertEq(CHALLENGER.balance, before + request.bond - paid);
        assertEq(STRANGER.balance, 0);
        assertEq(operators.operatorOf(EDGE).bond, MINIMUM_BOND);
        assertFalse(availability.lost(EDGE, contentId, request.epoch));
    }

    function test_WhenThePieceIsTheShortLastOne() external {
        availability.answer(ask(LAST_PIECE, 0), pieceAt(LAST_PIECE), pathAt(LAST_PIECE));
        assertEq(availability.requestIn(EDGE, 0), 0);
    }

    function test_WhenTheSlotIsADearOne() external {
        PieceRequest memory request = ask(1, 4);
        uint256 before = CHALLENGER.balance;
        vm.txGasPrice(1 gwei);
        availability.answer(request, pieceAt(1), pathAt(1));
        assertEq(EDGE.balance, 80_000 gwei);
        assertEq(BURNED.balance, request.bond - 80_000 gwei);
        assertEq(CHALLENGER.balance, before);
    }

    function test_WhenTheGasCostsMoreThanTheBond() external {
        PieceRequest memory request = ask(1, 0);
        vm.txGasPrice(100 gwei);
        availability.answer(request, pieceAt(1), pathAt(1));
        assertEq(EDGE.balance, request.bond);
    }

    function test_GivenTheRequesterTakesNoEther() external {
        PieceRequest memory request = ask(1, 0);
        // its code reverts
        vm.etch(CHALLENGER, hex"fe");
        uint256 before = CHALLENGER.balance;
        vm.txGasPrice(0);
        availability.answer(request, pieceAt(1), pathAt(1));
        assertEq(CHALLENGER.balance, before + request.bond, "by force");
    }

    function test_GivenTheEdgeIsUnbonding() external {
        PieceRequest memory request = ask(1, 0);
        startUnbond();
        availability.answer(request, pieceAt(1), pathAt(1));
        assertEq(availability.requestIn(EDGE, 0), 0);
    }

    function test_GivenTheWorkWasRepublished() external {
        PieceRequest memory request = ask(1, 0);
        republish(contentId, othersOf(2, 1));
        availability.answer(request, pieceAt(1), pathAt(1));
        assertEq(availability.requestIn(EDGE, 0), 0);
    }

    function _expectNotOpen(PieceRequest memory request) private {
        expectNotOpen(request);
        availability.answer(request, pieceAt(0), pathAt(0));
    }

    function _expectInvalid(PieceRequest memory request, bytes memory piece, bytes32[] memory path) private {
        vm.expectRevert(IAvailabilityCourt.AvailabilityCourt_PieceInvalid.selector);
        availability.answer(request, piece, path);
        assertNotEq(availability.requestIn(EDGE, 0), 0, "a wrong answer does not count");
    }
}
