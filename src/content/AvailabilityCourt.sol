// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ECDSA} from "solady/utils/ECDSA.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

import {TributaryDomain} from "src/base/TributaryDomain.sol";
import {IAvailabilityCourt} from "src/interfaces/IAvailabilityCourt.sol";
import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {ContentTree} from "src/libraries/ContentTree.sol";
import {Epochs} from "src/libraries/Epochs.sol";
import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {PieceTree} from "src/libraries/PieceTree.sol";
import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {Role} from "src/types/Operator.sol";
import {Holding, PieceRequest} from "src/types/PieceRequest.sol";

/// @title AvailabilityCourt
/// @notice See {IAvailabilityCourt}.
/// @dev No lock: a request leaves its slot before anything is called, and ether arrives with too little gas to call back.
contract AvailabilityCourt is IAvailabilityCourt, TributaryDomain {
    using FixedPointMathLib for uint256;

    bytes32 private constant HOLDING_TYPEHASH =
        keccak256("Holding(bytes32 contentId,uint32 generation,uint64 leafCount,uint64 until)");
    /// @dev From here on an answer burns what is left of the bond.
    uint256 private constant FIRST_DEAR_SLOT = SLOTS / 2;
    /// @dev A slot that was used before: a new request then costs 17,100 gas less.
    bytes32 private constant FREE = bytes32(uint256(1));
    /// @dev Of an answer against the request's root, at EIP-7623's floor.
    uint256 private constant ANSWER_GAS = 80_000;
    /// @dev Of an answer with the proof of a chunk at depth 30, at the same floor.
    uint256 private constant PROOF_GAS = 140_000;
    uint256 private constant LEAST_GAS_PRICE = 1 gwei;
    address private constant BURNED = 0x000000000000000000000000000000000000dEaD;

    /// @notice Where the chunks are committed.
    IContentRegistry public immutable CONTENT_REGISTRY;
    /// @notice Where the bonds of edges are.
    IOperatorRegistry public immutable OPERATOR_REGISTRY;
    /// @inheritdoc IAvailabilityCourt
    uint96 public immutable LOSS;

    /// @inheritdoc IAvailabilityCourt
    uint8 public constant SLOTS = 8;
    mapping(address edge => mapping(bytes32 contentId => mapping(uint64 epoch => bool))) public lost;
    mapping(address edge => bytes32[SLOTS]) private _slots;

    /// @param loss What an unanswered request costs, in wei of STREAM.
    constructor(IContentRegistry contentRegistry, IOperatorRegistry operatorRegistry, uint96 loss) {
        (CONTENT_REGISTRY, OPERATOR_REGISTRY, LOSS) = (contentRegistry, operatorRegistry, loss);
    }

    /* REQUESTERS */

    /// @inheritdoc IAvailabilityCourt
    function requestPiece(
        Holding calldata holding,
        bytes calldata signature,
        uint64 index,
        uint8 piece,
        uint8 slot,
        bytes32 piecesRoot
    ) external payable returns (PieceRequest memory) {
        address edge = ECDSA.tryRecoverCalldata(holdingDigest(holding), signature);
        uint64 epoch = Epochs.present();
        if (epoch > holding.until) revert AvailabilityCourt_HoldingOver(holding.until, epoch);
        if (index >= holding.leafCount) revert AvailabilityCourt_BeyondHolding(index, holding.leafCount);
        if (piece >= PieceTree.MOST_PIECES) revert AvailabilityCourt_NoSuchPiece(piece);
        // CNT-2: who never signed that it holds the work cannot be asked
        if (!OPERATOR_REGISTRY.isActive(edge, Role.Edge)) revert AvailabilityCourt_NotAnEdge(edge);
        return _open(
            PieceRequest({
                edge: edge,
                requester: msg.sender,
                epoch: epoch,
                bond: _bondIn(slot),
                contentId: holding.contentId,
                generation: holding.generation,
                index: index,
                piece: piece,
                slot: slot,
                piecesRoot: piecesRoot
            })
        );
    }

    /// @inheritdoc IAvailabilityCourt
    function collect(PieceRequest calldata request) external {
        _free(request);
        uint64 until = request.epoch + 1;
        if (Epochs.present() <= until) revert AvailabilityCourt_TooEarly(until);

        lost[request.edge][request.contentId][request.epoch] = true;
        uint256 taken = OPERATOR_REGISTRY.slashPart(request.edge, request.requester, LOSS);
        emit PieceLost(request.edge, request.slot, request.contentId, request.epoch, taken);
        GuardedTransfer.force(request.requester, request.bond);
    }

    /* EDGES */

    /// @inheritdoc IAvailabilityCourt
    function answer(PieceRequest calldata request, bytes calldata piece, bytes32[] calldata path) external {
        // no piece leads to zero: a request without a root asks for the proof
        if (_rootOf(request, piece, path) != request.piecesRoot) revert AvailabilityCourt_PieceInvalid();
        _close(request, ANSWER_GAS);
    }

    /// @inheritdoc IAvailabilityCourt
    function answerWithProof(
        PieceRequest calldata request,
        bytes calldata piece,
        bytes32[] calldata path,
        bytes calldata proof
    ) external {
        ChunkLeaf memory leaf = _proven(request, proof);
        bool isOfChunk =
            PieceTree.has(leaf.length, request.piece) && _rootOf(request, piece, path) == leaf.piecesRoot;
        if (request.piecesRoot != 0 || !isOfChunk) revert AvailabilityCourt_PieceInvalid();
        _close(request, PROOF_GAS);
    }

    /// @inheritdoc IAvailabilityCourt
    function refute(PieceRequest calldata request, bytes calldata proof) external {
        if (CONTENT_REGISTRY.contentOf(request.contentId).generation == request.generation) {
            ChunkLeaf memory leaf = _proven(request, proof);
            bool isRootTrue = request.piecesRoot == 0 || request.piecesRoot == leaf.piecesRoot;
            if (isRootTrue && PieceTree.has(leaf.length, request.piece)) {
                revert AvailabilityCourt_RequestSound();
            }
        }
        _close(request, PROOF_GAS);
    }

    /* VIEWERS */

    /// @inheritdoc IAvailabilityCourt
    function bondOf(uint8 slot) public view returns (uint256) {
        // the base fee may double twice until the answer
        return (PROOF_GAS * (4 * block.basefee).max(LEAST_GAS_PRICE)) << slot;
    }

    /// @inheritdoc IAvailabilityCourt
    function requestIn(address edge, uint8 slot) external view returns (bytes32 hash) {
        hash = _slots[edge][slot];
        if (hash == FREE) hash = 0;
    }

    /// @inheritdoc IAvailabilityCourt
    function holdingDigest(Holding calldata holding) public view returns (bytes32) {
        return _hashTypedData(keccak256(abi.encode(HOLDING_TYPEHASH, holding)));
    }

    /* INTERNAL */

    /// @dev The caller guarantees that `request.edge` owes an answer.
    function _open(PieceRequest memory request) private returns (PieceRequest memory) {
        bytes32[SLOTS] storage slots = _slots[request.edge];
        if (request.slot >= SLOTS || uint256(slots[request.slot]) > uint256(FREE)) {
            revert AvailabilityCourt_SlotTaken(request.edge, request.slot);
        }
        slots[request.slot] = keccak256(abi.encode(request));
        emit PieceRequested(request.edge, request.contentId, request);
        return request;
    }

    function _bondIn(uint8 slot) private view returns (uint96) {
        uint256 needed = bondOf(slot);
        if (msg.value < needed || msg.value > type(uint96).max) {
            revert AvailabilityCourt_BondTooLow(msg.value, needed);
        }
        // forge-lint: disable-next-line(unsafe-typecast) checked in the line above
        return uint96(msg.value);
    }

    function _free(PieceRequest calldata request) private returns (bytes32 hash) {
        bytes32[SLOTS] storage slots = _slots[request.edge];
        hash = keccak256(abi.encode(request));
        if (request.slot >= SLOTS || slots[request.slot] != hash) {
            revert AvailabilityCourt_NotOpen(request.edge, request.slot);
        }
        slots[request.slot] = FREE;
    }

    /// @dev Whoever calls, the edge is paid: to copy its answer earns nothing, and costs the edge nothing.
    function _close(PieceRequest calldata request, uint256 gasOfAnswer) private {
        bytes32 hash = _free(request);
        uint64 until = request.epoch + 1;
        if (Epochs.present() > until) revert AvailabilityCourt_TooLate(until);

        uint256 paid = uint256(request.bond).min(gasOfAnswer * tx.gasprice);
        uint256 left = request.bond - paid;
        bool isDear = request.slot >= FIRST_DEAR_SLOT;
        emit PieceAnswered(request.edge, request.slot, hash, paid, isDear ? 0 : left);
        GuardedTransfer.force(request.edge, paid);
        GuardedTransfer.force(isDear ? BURNED : request.requester, left);
    }

    function _rootOf(PieceRequest calldata request, bytes calldata piece, bytes32[] calldata path)
        private
        pure
        returns (bytes32)
    {
        if (piece.length != PieceTree.PIECE_BYTES) revert AvailabilityCourt_PieceInvalid();
        return PieceTree.rootOf(request.piece, piece, path);
    }

    /// @return leaf The requested chunk's, which `proof` proves.
    function _proven(PieceRequest calldata request, bytes calldata proof)
        private
        view
        returns (ChunkLeaf memory leaf)
    {
        bool proven = CONTENT_REGISTRY.isProvenIn(request.contentId, request.generation, proof);
        (, leaf,) = ContentTree.decode(proof);
        if (!proven || leaf.index != request.index) {
            revert AvailabilityCourt_ProofInvalid(request.contentId, request.generation, request.index);
        }
    }
}
