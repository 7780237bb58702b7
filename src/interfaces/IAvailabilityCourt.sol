// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IAvailability} from "src/interfaces/IAvailability.sol";
import {Holding, PieceRequest} from "src/types/PieceRequest.sol";

/// @title AvailabilityCourt
/// @notice Lets anyone demand one piece of a chunk from an edge that promised to hold the work. An edge that does not answer in
/// time loses a part of its bond.
/// @dev CNT-2: an edge that holds what it promised, and its leaves, always can answer: by the piece, or by showing that the request
/// is void. Nothing but time makes a request lost.
interface IAvailabilityCourt is IAvailability {
    /// @notice `request.requester` demands a piece; {PieceRequest} is what the other functions take.
    event PieceRequested(address indexed edge, bytes32 indexed contentId, PieceRequest request);
    /// @notice The edge answered, or showed that the request is void.
    /// @param paid What the edge received for its gas, in wei of ether.
    /// @param returned What the requester received, in wei of ether. The rest of the bond is burned.
    event PieceAnswered(
        address indexed edge, uint8 indexed slot, bytes32 requestHash, uint256 paid, uint256 returned
    );
    /// @notice The edge did not answer in time.
    /// @param taken What the edge lost, in wei of STREAM.
    event PieceLost(
        address indexed edge, uint8 indexed slot, bytes32 indexed contentId, uint64 epoch, uint256 taken
    );

    /// @notice The edge may be asked for the chunks below `leafCount` alone, as it signed.
    error AvailabilityCourt_BeyondHolding(uint64 index, uint64 leafCount);
    /// @notice The ether sent is no bond of this slot: send `needed` wei or more, below 2^96.
    error AvailabilityCourt_BondTooLow(uint256 bond, uint256 needed);
    /// @notice The holding ended with the epoch `until`: ask the edge for a new one.
    error AvailabilityCourt_HoldingOver(uint64 until, uint64 epoch);
    /// @notice The recovered signer is no edge that serves: check the holding, the signature, the chain and the court.
    error AvailabilityCourt_NotAnEdge(address signer);
    /// @notice No chunk has such a piece.
    error AvailabilityCourt_NoSuchPiece(uint8 piece);
    /// @notice No such request is open in its slot: it was answered or collected, or the call names other fields.
    error AvailabilityCourt_NotOpen(address edge, uint8 slot);
    /// @notice The piece is not 1,024 bytes (the last of a chunk is filled up with zeros), or does not lead to the chunk's root.
    error AvailabilityCourt_PieceInvalid();
    /// @notice The proof is not of the requested chunk, in its generation.
    error AvailabilityCourt_ProofInvalid(bytes32 contentId, uint32 generation, uint64 index);
    /// @notice The request is of a chunk, a piece and a root that are as it says, in the present generation: answer with the piece.
    error AvailabilityCourt_RequestSound();
    /// @notice The edge has as many requests as slots, or `slot` is taken: take another one.
    error AvailabilityCourt_SlotTaken(address edge, uint8 slot);
    /// @notice The edge may answer until the end of the epoch `until`.
    error AvailabilityCourt_TooEarly(uint64 until);
    /// @notice The last epoch for an answer, `until`, is over.
    error AvailabilityCourt_TooLate(uint64 until);

    /// @notice Demands piece `piece` of chunk `index` from the edge that signed `holding`. The caller puts up the ether sent as a
    /// bond, which pays the gas of an answer; the rest comes back, but for the upper half of the slots: see {bondOf}.
    /// @dev Emits a {PieceRequested} event.
    /// Requirements:
    /// - the signer serves as an edge, and the holding has not ended;
    /// - `index` is below the holding's leaf count, and `piece` below 64;
    /// - `slot` is one of the edge's {SLOTS}, and free;
    /// - the ether sent is {bondOf} the slot at least.
    /// Warning: a wrong `piecesRoot`, or a piece beyond the chunk's last, makes the request void; zero makes the answer dearer.
    /// @param signature 65 bytes, or 64 as of EIP-2098.
    /// @param piecesRoot The root over the chunk's pieces, as its leaf has it; zero if the leaf is not known.
    function requestPiece(
        Holding calldata holding,
        bytes calldata signature,
        uint64 index,
        uint8 piece,
        uint8 slot,
        bytes32 piecesRoot
    ) external payable returns (PieceRequest memory request);

    /// @notice Answers with the piece, against the root that the request names. The edge is paid for the gas, whoever calls.
    /// @dev Emits a {PieceAnswered} event.
    /// Requirements:
    /// - the request is open, its next epoch has not ended, and it names a root;
    /// - the piece and its path lead to that root.
    /// @param piece 1,024 bytes; a short piece is filled up with zeros.
    /// @param path The siblings from the piece up.
    function answer(PieceRequest calldata request, bytes calldata piece, bytes32[] calldata path) external;

    /// @notice Answers a request that names no root: like {answer}, with the proof of the chunk.
    /// @dev Emits a {PieceAnswered} event. Requirements: as of {answer}, and `proof` proves the chunk in the request's generation
    /// (the format is that of {IContentRegistry.verifyContent}).
    function answerWithProof(
        PieceRequest calldata request,
        bytes calldata piece,
        bytes32[] calldata path,
        bytes calldata proof
    ) external;

    /// @notice Closes a request that nobody has to answer: of another root than the chunk's, of a piece that the chunk does not
    /// have, or of a generation that is no longer the present one. The edge is paid for the gas, whoever calls.
    /// @dev Emits a {PieceAnswered} event. Requirements: the request is open, and its next epoch has not ended.
    /// @param proof Proves the chunk in the request's generation; not looked at when the work was republished.
    function refute(PieceRequest calldata request, bytes calldata proof) external;

    /// @notice Takes {LOSS} of the edge's bond, once the time for an answer is over. Half goes to the requester, half is burned, and
    /// the requester's bond returns, whoever calls.
    /// @dev Emits a {PieceLost} event. An edge without a bond loses what it has.
    /// Requirements: the request is open, and its next epoch has ended.
    function collect(PieceRequest calldata request) external;

    /// @notice The least bond of a request in `slot`, in wei of ether: it doubles from slot to slot.
    /// @dev In the upper half of the slots an answer burns what is left of the bond, so nobody, and not the edge itself, can keep
    /// all slots full for less than that, hour by hour. Whoever asks for a piece that is gone has the whole bond back.
    function bondOf(uint8 slot) external view returns (uint256);

    /// @return The hash of the request that is open in `slot`; zero if there is none.
    function requestIn(address edge, uint8 slot) external view returns (bytes32);

    /// @return The EIP-712 digest that an edge signs.
    function holdingDigest(Holding calldata holding) external view returns (bytes32);

    /// @return The most requests that can be open against one edge.
    function SLOTS() external view returns (uint8);

    /// @return What an edge loses by an unanswered request, in wei of STREAM.
    function LOSS() external view returns (uint96);
}
