// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IPositionToken} from "src/interfaces/IPositionToken.sol";
import {Funding} from "src/types/Funding.sol";
import {Payee} from "src/types/Payee.sol";
import {Rate} from "src/types/Rate.sol";
import {Stream, StreamId, StreamKey, StreamStatus} from "src/types/Stream.sol";
import {StreamTerms} from "src/types/StreamTerms.sol";

/// @title Streams
/// @notice Prepaid payments by the second, viewer to content. A stream accrues to the payee at its rate until its funds end,
/// and then stops by itself: no keeper is needed, and no party is liquidated.
/// @dev The sum of payments never depends on who calls how often (PAY-1): an accrued fraction of a wei stays in the stream.
/// No call of one party lowers the accrued amount of the other.
interface IStreams {
    /// @notice A stream was opened; a depleted stream of the same key was paid out and ended.
    /// @param keyHash Names the stream in the events below: `keccak256(abi.encode(key))` of the stream's {StreamKey}.
    event StreamOpened(
        bytes32 indexed contentId,
        Payee indexed payee,
        address indexed viewer,
        bytes32 keyHash,
        StreamId id,
        address token,
        Rate rate,
        uint256 funds
    );
    event StreamToppedUp(bytes32 indexed keyHash, uint256 received);
    /// @notice The rate changed, and `paid` wei left the stream for the payee.
    event StreamRateSet(bytes32 indexed keyHash, Rate rate, uint256 paid);
    event StreamPaused(bytes32 indexed keyHash);
    event StreamResumed(bytes32 indexed keyHash);
    /// @notice `amount` wei that had not accrued returned to the viewer, and the stream runs on.
    event StreamRefunded(bytes32 indexed keyHash, uint256 amount);
    /// @notice The stream ended: the payee is paid `paid` wei, the viewer is refunded `refunded` wei.
    event StreamCancelled(bytes32 indexed keyHash, uint256 paid, uint256 refunded);
    /// @notice `amount` wei left the stream for the payee: paid, or recorded in {IPayouts.owed}.
    event Withdrawn(bytes32 indexed keyHash, uint256 amount);
    /// @notice The stream became the position `positionId`, which ends with the stream.
    event StreamPositionMinted(bytes32 indexed keyHash, uint256 indexed positionId);

    /// @notice Only `unspent` wei of the funds have not accrued.
    error Streams_AboveUnspent(uint96 asked, uint96 unspent);
    /// @notice The stream still runs: top the stream up, or open another with a new salt.
    error Streams_AlreadyOpen(StreamId id);
    /// @notice `asked` is more than the accrued and the waiting amount together, in wei.
    error Streams_AmountNotAccrued(uint256 asked, uint256 available);
    /// @notice Each call of a batch must get at least `least` gas: give the transaction more gas, or make fewer calls.
    error Streams_BatchGasTooLow(uint256 share, uint256 least);
    error Streams_DepositZero();
    /// @notice The stream is a position: the stream cannot become another, and a depleted one cannot be reopened. Top the stream
    /// up, cancel it first, or open another with a new salt.
    error Streams_IsPosition(StreamId id);
    /// @notice The caller is neither the payee nor the owner of the payee's position.
    error Streams_NotHolder(address caller, StreamId id);
    /// @notice No such stream is open: check the id, the payee and the token.
    error Streams_NotOpen(StreamId id, Payee payee, address token);
    /// @notice A stream that is paused or depleted cannot be paused.
    error Streams_NotStreaming(StreamId id, StreamStatus status);
    error Streams_NotPaused(StreamId id);
    error Streams_NotViewer(address caller, address viewer);
    error Streams_RateZero();
    /// @notice The protocol pays splits through the SplitRollup, so both must use one token.
    error Streams_TokenNotOfRollup(address token, address tokenOfRollup);

    /* OPENING */

    /// @notice Opens a stream on `terms`, and takes the deposit from the caller by `funding`.
    /// @dev Emits a {StreamOpened} event. Requirements: those of {IStreamingProtocol.initiateStream}; the viewer is neither
    /// the zero address nor this contract.
    /// @return id The id that {streamIdOf} gives for these terms and the caller.
    function open(StreamTerms calldata terms, Funding calldata funding) external returns (StreamId id);

    /// @notice Adds the part of `amount` that arrives to a stream that is open. Anyone may call.
    /// @dev Emits a {StreamToppedUp} event. A depleted stream is paid out, and flows on from now: time without funds is never
    /// charged. A depleted stream that is a restricted position is topped up once its owner has withdrawn. Warning: an amount that does not accrue is refunded to the viewer, not to the caller.
    function topUp(StreamKey calldata key, uint96 amount) external;

    /// @notice Tops up like {topUp}, taking the amount by permit, Permit2, EIP-3009 or the caller's prepaid balance.
    function topUpWith(StreamKey calldata key, uint96 amount, Funding calldata funding) external;

    /* THE VIEWER */

    /// @notice Pays the accrued amount, and lets the stream flow at `rate` from now on. A paused stream stays paused.
    /// @dev Emits a {StreamRateSet} event. Requirements: the caller is the viewer, and `rate` above zero.
    function setRate(StreamKey calldata key, Rate rate) external;

    /// @notice Stops the flow. The accrued amount stays the payee's.
    /// @dev Emits a {StreamPaused} event. Requirements: the caller is the viewer, and the stream flows.
    function pause(StreamKey calldata key) external;

    /// @notice Lets a paused stream flow again, at the same rate.
    /// @dev Emits a {StreamResumed} event. Requirements: the caller is the viewer, and the stream is paused.
    function resume(StreamKey calldata key) external;

    /// @notice Returns a part of the funds that has not accrued to the viewer; the stream runs on, for a shorter time.
    /// @dev Emits a {StreamRefunded} event. A stream from which all was taken is depleted, and can be topped up.
    /// Requirements: the caller is the viewer, and `amount` is at most {unspentOf}. Warning for payees and owners of positions: only
    /// the accrued amount is certain.
    /// @param amount In wei; the greatest uint96 for all that is unspent.
    /// @return refunded In wei.
    function refund(StreamKey calldata key, uint96 amount) external returns (uint256 refunded);

    /// @notice Ends a stream: pays the accrued amount to the payee and the rest to the viewer.
    /// @dev Emits a {StreamCancelled} event. A payment that the token refuses is recorded in {IPayouts.owed}.
    /// Requirements: the caller is the viewer, the payee, or the owner of the payee's position.
    /// @return refunded The viewer's part, in wei.
    function cancel(StreamKey calldata key) external returns (uint256 refunded);

    /* THE PAYEE */

    /// @notice Pays the accrued amount to the payee, or to the owner of the payee's position, whoever calls.
    /// @dev Emits a {Withdrawn} event. Requirements: the position, if any, is not restricted, or the caller owns it.
    /// @return amount The amount that left the stream, in wei.
    function withdraw(StreamKey calldata key) external returns (uint256 amount);

    /// @notice Withdraws like {withdraw}, to another address.
    /// @dev Emits a {Withdrawn} event. Requirements: the caller is the payee, or owns the payee's position; the token does not
    /// refuse `to`, which is neither the zero address nor this contract.
    function withdrawTo(StreamKey calldata key, address to) external returns (uint256 amount);

    /// @notice Pays the accrued amounts of many streams of one payee and token, in one payment.
    /// @dev Emits a {Withdrawn} event for each. A stream that is not open, or was made a position, is skipped and stops no
    /// other (PAY-3).
    /// @return amount The sum, in wei.
    function withdrawMany(Payee payee, address token, StreamId[] calldata ids)
        external
        returns (uint256 amount);

    /// @notice Makes the stream of the caller, who is the payee, an ERC-721 of {POSITIONS}: the position's owner is paid from
    /// now on.
    /// @dev Emits a {StreamPositionMinted} event. Requirements: the caller is the payee, and the stream is open and no position.
    /// Notes:
    /// - a position flows on when the stream is topped up, and ends when the stream is cancelled; its id never comes back;
    /// - a depleted stream that is a position cannot be reopened, which would pay its first owner again.
    /// Warning: the viewer may set the rate, pause, take back what is unspent and cancel at any time: a position is worth what has
    /// accrued.
    function mintPosition(StreamKey calldata key) external returns (uint256 positionId);

    /* ANYONE */

    /// @notice Makes many calls of this contract, each by itself: a call that fails changes nothing and stops no other (PAY-3).
    /// @dev Each call gets an even share of the gas that is left, {BATCH_CALL_GAS} at least, so a call that burns its gas takes
    /// none of the others'.
    /// @param calls Call data of functions of this contract, as the caller would send each alone.
    /// @return done Whether each call went through.
    /// @return answers The bytes that each call returned, or reverted with.
    function batch(bytes[] calldata calls) external returns (bool[] memory done, bytes[] memory answers);

    /* VIEWS */

    /// @return The id of the stream that `opener` opens for `viewer` with these terms. The upper 20 bytes are the viewer.
    function streamIdOf(address viewer, address opener, bytes32 contentId, uint64 salt)
        external
        pure
        returns (StreamId);

    /// @return The stored state of a stream; all zero for a stream that is not open.
    function streamOf(StreamKey calldata key) external view returns (Stream memory);

    /// @return The status of a stream as of now; None for a stream that is not open.
    function statusOf(StreamKey calldata key) external view returns (StreamStatus);

    /// @return The amount that the payee could be paid now, in wei.
    function accruedOf(StreamKey calldata key) external view returns (uint256);

    /// @return The amount that {cancel} would refund to the viewer now, in wei.
    function refundableOf(StreamKey calldata key) external view returns (uint256);

    /// @return The amount that the viewer can take back of an open stream now, in wei: a wei less than {refundableOf} where a part of
    /// a wei has accrued.
    function unspentOf(StreamKey calldata key) external view returns (uint256);

    /// @return When the last of the funds accrues, in seconds; for a paused stream, as if it were resumed now; 0 for a stream
    /// that is not open.
    function depletionTimeOf(StreamKey calldata key) external view returns (uint256);

    /// @return The id of the stream's position, or the id that the next would have:
    /// `keccak256(abi.encode(keccak256(abi.encode(key)), n))`, n positions of that key having ended.
    function positionIdOf(StreamKey calldata key) external view returns (uint256);

    /// @return The token that {IStreamingProtocol} pays in.
    function STREAM() external view returns (address);

    /// @return The least gas that each call of a {batch} gets: a withdrawal, or a cancellation in a well-behaved token, goes
    /// through with this much.
    function BATCH_CALL_GAS() external view returns (uint256);

    /// @return The ERC-721 of the positions.
    function POSITIONS() external view returns (IPositionToken);

    /// @return The ERC-2771 forwarder that may name a sender in its call data.
    function FORWARDER() external view returns (address);

    /// @return Whether `forwarder` is {FORWARDER}. A forwarder asks before a call (ERC-2771).
    function isTrustedForwarder(address forwarder) external view returns (bool);
}
