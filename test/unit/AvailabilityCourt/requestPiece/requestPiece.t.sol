// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IAvailabilityCourt} from "src/interfaces/IAvailabilityCourt.sol";
import {Holding, PieceRequest} from "src/types/PieceRequest.sol";
import {AvailabilityScene} from "test/helpers/AvailabilityScene.sol";

contract AvailabilityCourt_RequestPiece_Test is AvailabilityScene {
    uint64 private _index = INDEX;
    uint8 private _piece;
    uint8 private _slot;
    /// @dev What {_request} must revert with.
    bytes private _expected;
    bytes4 private _expectedSelector;

    function test_RevertWhen_TheHoldingIsSignedByAnother() external {
        bytes memory signature = sign(0xbad, holding());
        _expectNotAnEdge(vm.addr(0xbad));
        _request(holding(), signature);
    }

    function test_RevertWhen_TheHoldingWasChangedAfterTheSignature() external {
        bytes memory signature = sign(EDGE_KEY, holding());
        Holding memory held = holding();
        held.leafCount = 6;
        _expectedSelector = IAvailabilityCourt.AvailabilityCourt_NotAnEdge.selector;
        _request(held, signature);
    }

    function test_RevertWhen_TheHoldingIsForAnotherChain() external {
        vm.chainId(10);
        bytes memory signature = sign(EDGE_KEY, holding());
        vm.chainId(31_337);
        _expectedSelector = IAvailabilityCourt.AvailabilityCourt_NotAnEdge.selector;
        _request(holding(), signature);
    }

    function test_RevertGiven_TheEdgeIsUnbonding() external {
        startUnbond();
        _expectRefused();
    }

    function test_RevertGiven_TheEdgeWasSlashed() external {
        slash();
        _expectRefused();
    }

    function test_RevertGiven_TheEdgesBondIsBelowTheLeast() external {
        vm.prank(address(availability));
        operators.slashPart(EDGE, STRANGER, 1);
        _expectRefused();
    }

    function test_RevertWhen_TheHoldingIsOver() external {
        Holding memory held = holding();
        held.until = currentEpoch() - 1;
        _expected = abi.encodeWithSelector(
            IAvailabilityCourt.AvailabilityCourt_HoldingOver.selector, held.until, currentEpoch()
        );
        _request(held, sign(EDGE_KEY, held));
    }

    function test_RevertWhen_TheChunkIsBeyondTheHolding() external {
        _index = 5;
        _expected = abi.encodeWithSelector(IAvailabilityCourt.AvailabilityCourt_BeyondHolding.selector, 5, 5);
        _request();
    }

    function test_RevertWhen_NoChunkHasThePiece() external {
        _piece = 64;
        _expected = abi.encodeWithSelector(IAvailabilityCourt.AvailabilityCourt_NoSuchPiece.selector, 64);
        _request();
    }

    function test_RevertWhen_ThereIsNoSuchSlot() external {
        _slot = availability.SLOTS();
        _expectSlotTaken(_slot);
        _request();
    }

    function test_RevertGiven_TheSlotIsTaken() external {
        _slot = 2;
        ask(0, 2);
        _expectSlotTaken(2);
        _request();
    }

    function test_RevertWhen_TheBondIsAWeiTooLow() external {
        uint256 bond = availability.bondOf(1);
        _slot = 1;
        _expectBondTooLow(bond - 1, bond);
        _request(holding(), sign(EDGE_KEY, holding()), bond - 1);
    }

    function test_RevertWhen_TheBondHasMoreThan96Bits() external {
        uint256 bond = uint256(type(uint96).max) + 1;
        vm.deal(CHALLENGER, bond);
        _expectBondTooLow(bond, availability.bondOf(0));
        _request(holding(), sign(EDGE_KEY, holding()), bond);
    }

    function test_WhenAllIsRight() external {
        PieceRequest memory expected = PieceRequest({
            edge: EDGE,
            requester: CHALLENGER,
            epoch: currentEpoch(),
            bond: uint96(availability.bondOf(0)),
            contentId: contentId,
            generation: 0,
            index: INDEX,
            piece: 0,
            slot: 0,
            piecesRoot: leaves[INDEX].piecesRoot
        });
        bytes memory signature = sign(EDGE_KEY, holding());
        vm.expectEmit(address(availability));
        emit IAvailabilityCourt.PieceRequested(EDGE, contentId, expected);
        PieceRequest memory request = _request(holding(), signature);
        assertEq(abi.encode(request), abi.encode(expected));
        assertEq(availability.requestIn(EDGE, 0), keccak256(abi.encode(expected)));
        assertEq(address(availability).balance, expected.bond);
    }

    function test_WhenTheBondHasAllOf96Bits() external {
        vm.deal(CHALLENGER, type(uint96).max);
        assertEq(_request(holding(), sign(EDGE_KEY, holding()), type(uint96).max).bond, type(uint96).max);
    }

    function test_WhenTheSignatureIsCompact() external {
        (bytes32 r, bytes32 vs) = vm.signCompact(EDGE_KEY, availability.holdingDigest(holding()));
        assertEq(_request(holding(), abi.encodePacked(r, vs)).edge, EDGE);
    }

    function test_WhenItIsTheLastSecondOfTheHolding() external {
        Holding memory held = holding();
        held.until = currentEpoch();
        vm.warp(block.timestamp + EPOCH - 1);
        assertEq(_request(held, sign(EDGE_KEY, held)).epoch, held.until);
    }

    function test_GivenTheSlotWasAnsweredBefore() external {
        availability.answer(ask(0, 0), pieceAt(0), pathAt(0));
        assertEq(availability.requestIn(EDGE, 0), 0);
        PieceRequest memory again = _request();
        assertEq(availability.requestIn(EDGE, 0), keccak256(abi.encode(again)));
    }

    function test_WhenTheBaseFeeIsHigh() external {
        assertEq(availability.bondOf(0), 140_000 gwei, "the least");
        vm.fee(50 gwei);
        assertEq(availability.bondOf(0), 140_000 * 200 gwei);
        assertEq(availability.bondOf(7), 128 * 140_000 * 200 gwei);
    }

    function _request() private returns (PieceRequest memory) {
        return _request(holding(), sign(EDGE_KEY, holding()));
    }

    function _request(Holding memory held, bytes memory signature) private returns (PieceRequest memory) {
        // forge-lint: disable-next-line(incorrect-shift) twice the bond for each slot
        return _request(held, signature, 140_000 gwei << _slot);
    }

    function _request(Holding memory held, bytes memory signature, uint256 bond)
        private
        returns (PieceRequest memory)
    {
        bytes32 root = leaves[INDEX].piecesRoot;
        (uint64 index, uint8 piece, uint8 slot) = (_index, _piece, _slot);
        if (_expected.length != 0) vm.expectRevert(_expected);
        if (_expectedSelector != 0) vm.expectPartialRevert(_expectedSelector);
        vm.prank(CHALLENGER);
        return availability.requestPiece{value: bond}(held, signature, index, piece, slot, root);
    }

    function _expectRefused() private {
        bytes memory signature = sign(EDGE_KEY, holding());
        _expectNotAnEdge(EDGE);
        _request(holding(), signature);
    }

    function _expectNotAnEdge(address signer) private {
        _expected = abi.encodeWithSelector(IAvailabilityCourt.AvailabilityCourt_NotAnEdge.selector, signer);
    }

    function _expectSlotTaken(uint8 slot) private {
        _expected =
            abi.encodeWithSelector(IAvailabilityCourt.AvailabilityCourt_SlotTaken.selector, EDGE, slot);
    }

    function _expectBondTooLow(uint256 bond, uint256 needed) private {
        _expected =
            abi.encodeWithSelector(IAvailabilityCourt.AvailabilityCourt_BondTooLow.selector, bond, needed);
    }
}
