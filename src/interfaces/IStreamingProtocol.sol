// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title StreamingProtocol
/// @notice Pays for media by the second, in STREAM. What is beside these three stands in {IStreams} and {IStreamPools}.
interface IStreamingProtocol {
    /// @notice Opens a stream from the caller to the payee of a content, and takes `duration × rate` for it: the caller
    /// then has access for `duration`.
    /// @dev Emits a {IStreams.StreamOpened} event. The stream's id is {IStreams.streamIdOf}(caller, caller, contentId, 0).
    /// Requirements:
    /// - the content is registered;
    /// - the caller approved `duration × rate` of STREAM, which is above zero and below 2^96;
    /// - the caller has no such stream that still runs; one that is depleted is paid out and replaced.
    /// @param duration In seconds.
    /// @param rate In wei of STREAM per second, below 2^72.
    function initiateStream(bytes32 contentId, uint256 duration, uint256 rate) external;

    /// @notice Checks a chunk against the content's root, and logs the outcome: {IContentRegistry.verifyContent}.
    /// @return Whether the proof holds.
    function verifyContent(bytes32 contentId, bytes memory proof) external returns (bool);

    /// @notice Moves accrued money of a stream in STREAM to its payee, and to nobody else, whoever calls.
    /// @dev Emits a {IStreams.Withdrawn} event. What has accrued beyond `amount` leaves the stream as well, and waits for
    /// the payee in {IPayouts.owed}, out of which a later call may take it.
    /// A split is credited all that waits for it. Requirements: `amount` has accrued, or waits.
    /// @param creator The payee; of a stream whose payee is a split, the split's id.
    /// @param amount In wei; the greatest uint256 stands for all that has accrued.
    function processPayment(address creator, uint256 amount, bytes32 streamId) external;
}
