// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IPositionToken} from "src/interfaces/IPositionToken.sol";
import {Funding} from "src/types/Funding.sol";
import {Payee} from "src/types/Payee.sol";
import {Rate} from "src/types/Rate.sol";
import {Stream, StreamId, StreamKey, StreamStatus} from "src/types/Stream.sol";

/// @notice What a stream is opened with.
/// @param viewer Who watches, may change the stream, and is refunded: the caller, or somebody they give it to.
/// @param salt Tells apart the streams from one opener to one viewer for one content.
/// @param token The ERC-20 that flows; 0 for ETH that was prepaid.
/// @param rate Wei per second with 16 binary places, above zero.
/// @param deposit In wei. Open-ended: top it up as you go. Of fixed duration: `rate × duration`.
struct StreamTerms {
    bytes32 contentId;
    address viewer;
    uint64 salt;
    address token;
    Rate rate;
    uint96 deposit;
}

/// @title Streams
/// @notice Prepaid payments by the second, viewer to content. A stream accrues to the payee at its rate until its funds end;
/// then it stops, so nobody needs to watch it, and nobody is liquidated.
/// @dev What is paid never depends on who calls how often (PAY-1): a fraction of a wei that has accrued stays in the stream.
/// No call of one party lowers what has accrued to the other.
interface IStreams {
    event StreamOpened(
        StreamId indexed id, Payee indexed payee, address token, bytes32 contentId, Rate rate, uint256 funds
    );
    /// @dev From here on `keyHash` is that of the stream's {StreamKey}: {positionIdOf}.
    event StreamToppedUp(bytes32 indexed keyHash, uint256 received);
    /// @notice The rate changed, and `paid` left the stream for the payee.
    event StreamRateSet(bytes32 indexed keyHash, Rate rate, uint256 paid);
    event StreamPaused(bytes32 indexed keyHash);
    event StreamResumed(bytes32 indexed keyHash);
    /// @notice The stream ended: `paid` left it for the payee, `refunded` for the viewer.
    event StreamCancelled(bytes32 indexed keyHash, uint256 paid, uint256 refunded);
    /// @notice What left a stream for its payee: it was paid, or is {IPayouts.owed}.
    event Withdrawn(bytes32 indexed keyHash, uint256 amount);

    error Streams_AlreadyOpen(StreamId id);
    error Streams_AmountNotAccrued(uint256 asked, uint256 available);
    error Streams_DepositZero();
    error Streams_IsPosition(StreamId id);
    error Streams_NotHolder(address caller, StreamId id);
    error Streams_NotOpen(StreamId id, Payee payee, address token);
    error Streams_NotStreaming(StreamId id, StreamStatus status);
    error Streams_NotPaused(StreamId id);
    error Streams_NotViewer(address caller, address viewer);
    error Streams_RateZero();

    /* OPENING */

    /// @notice Opens a stream as `terms` say, out of the caller's pocket as `funding` says.
    /// @dev Emits a {StreamOpened} event. Requirements: as for {IStreamingProtocol.initiateStream}.
    /// @return id Of the stream, with {streamIdOf} of these terms and the caller.
    function open(StreamTerms calldata terms, Funding calldata funding) external returns (StreamId id);

    /// @notice Adds up to `amount` to a stream that is open, from anyone.
    /// @dev Emits a {StreamToppedUp} event. A stream that was depleted is paid out, and flows on from now: time without
    /// funds is never charged. Warning: what does not accrue is refunded to the viewer, not to the caller.
    function topUp(StreamKey calldata key, uint96 amount) external;

    /// @notice {topUp}, funded in another way.
    function topUpWith(StreamKey calldata key, uint96 amount, Funding calldata funding) external;

    /* THE VIEWER */

    /// @notice Pays what has accrued, and lets the stream flow at `rate` from now on. A paused one stays paused.
    /// @dev Emits a {StreamRateSet} event. Requirements: the caller is the viewer, and `rate` above zero.
    function setRate(StreamKey calldata key, Rate rate) external;

    /// @notice Stops the flow. What has accrued stays the payee's.
    /// @dev Emits a {StreamPaused} event. Requirements: the caller is the viewer, and the stream flows.
    function pause(StreamKey calldata key) external;

    /// @notice Lets a paused stream flow again, at its rate.
    /// @dev Emits a {StreamResumed} event. Requirements: the caller is the viewer, and the stream is paused.
    function resume(StreamKey calldata key) external;

    /// @notice Ends a stream: pays the payee what has accrued and the viewer the rest.
    /// @dev Emits a {StreamCancelled} event. Whom the token refuses is {IPayouts.owed}.
    /// Requirements: the caller is the viewer, or holds the payee's claim.
    /// @return refunded To the viewer, in wei.
    function cancel(StreamKey calldata key) external returns (uint256 refunded);

    /* THE PAYEE */

    /// @notice Pays the payee, or the owner of its position, what has accrued, whoever calls.
    /// @dev Emits a {Withdrawn} event. Returns what left the stream, in wei.
    function withdraw(StreamKey calldata key) external returns (uint256 amount);

    /// @notice {withdraw} to another address.
    /// @dev Emits a {Withdrawn} event. Requirements: the caller is the payee, or owns its position; `token` pays `to`.
    function withdrawTo(StreamKey calldata key, address to) external returns (uint256 amount);

    /// @notice Pays `payee` what has accrued in many of its streams of one token, in one payment.
    /// @dev Emits a {Withdrawn} event for each. A row of a stream that is not open, or was made a position, is skipped and
    /// stops no other (PAY-3).
    function withdrawMany(Payee payee, address token, StreamId[] calldata ids)
        external
        returns (uint256 amount);

    /// @notice Makes the claim of the caller, who is the payee, an ERC-721 of {POSITIONS}: whoever owns it is paid.
    /// @dev Cancelling the stream ends it.
    function mintPosition(StreamKey calldata key) external returns (uint256 positionId);

    /* ANYONE */

    /// @notice Makes many calls of this contract, each for itself: one that fails changes nothing and stops no other (PAY-3).
    /// @param calls Call data of functions of this contract, as the caller would send it.
    /// @return done Whether each went through.
    /// @return answers What each returned, or reverted with.
    function batch(bytes[] calldata calls) external returns (bool[] memory done, bytes[] memory answers);

    /* VIEWS */

    /// @return The id of the stream that `opener` opened for `viewer` with these terms. Its upper 20 bytes are the viewer.
    function streamIdOf(address viewer, address opener, bytes32 contentId, uint64 salt)
        external
        pure
        returns (StreamId);

    /// @return What stands about a stream; all zero for one that is not open.
    function streamOf(StreamKey calldata key) external view returns (Stream memory);

    function statusOf(StreamKey calldata key) external view returns (StreamStatus);

    /// @return What the payee could be paid now, in wei.
    function accruedOf(StreamKey calldata key) external view returns (uint256);

    /// @return What the viewer would be refunded now, in wei.
    function refundableOf(StreamKey calldata key) external view returns (uint256);

    /// @return When the last of the funds accrues, in seconds; for a paused stream, if it were resumed now; 0 for none.
    function depletionTimeOf(StreamKey calldata key) external view returns (uint256);

    /// @return The hash of `key`, as a number: the id of the stream's position.
    function positionIdOf(StreamKey calldata key) external pure returns (uint256);

    /// @return The token that {IStreamingProtocol} pays in.
    function STREAM() external view returns (address);

    /// @return Where positions are owned.
    function POSITIONS() external view returns (IPositionToken);

    /// @return The ERC-2771 forwarder that may name a sender in its call data.
    function FORWARDER() external view returns (address);

    /// @return Whether `forwarder` is {FORWARDER}: forwarders ask before they call (ERC-2771).
    function isTrustedForwarder(address forwarder) external view returns (bool);
}
