// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title StreamingProtocol
/// @notice Pays for media by the second, in STREAM. {IStreams} and {IStreamPools} declare all other functions.
interface IStreamingProtocol {
    /// @notice Opens a stream from the caller to the payee of a content, and takes `duration × rate` from the caller, who
    /// then has access for `duration`.
    /// @dev Emits a {IStreams.StreamOpened} event. The stream's id is {IStreams.streamIdOf}(caller, caller, contentId, 0).
    /// Requirements:
    /// - the content is registered;
    /// - the caller approved `duration × rate` of STREAM, which is above zero and below 2^96;
    /// - the caller has no such stream that still runs; a depleted stream is paid out and replaced, unless it is a position:
    ///   {IStreams.Streams_IsPosition}.
    /// @param duration In seconds.
    /// @param rate In wei of STREAM per second, below 2^72.
    function initiateStream(bytes32 contentId, uint256 duration, uint256 rate) external;

    /// @notice Checks a chunk against the content's root, and logs the outcome: {IContentRegistry.verifyContent}.
    /// @return Whether the proof holds.
    function verifyContent(bytes32 contentId, bytes memory proof) external returns (bool);

    /// @notice Moves accrued money of a stream in STREAM to the stream's payee, and to no other account, whoever calls.
    /// @dev Emits a {IStreams.Withdrawn} event.
    /// Notes:
    /// - the accrued amount beyond `amount` leaves the stream as well, and waits for the payee in {IPayouts.owed}; a later call
    ///   may take the waiting amount;
    /// - a split is credited all that waits for the split.
    /// Requirements: `amount` is at most the accrued and the waiting amount together; of a restricted position
    /// ({IPositionToken.restrict}), the caller owns it.
    /// @param creator The payee; of a stream whose payee is a split, the split's id.
    /// @param amount In wei; the greatest uint256 for the whole accrued amount.
    function processPayment(address creator, uint256 amount, bytes32 streamId) external;
}
