// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title Availability
/// @notice What became of the demands for a work's pieces, for contracts that pay for keeping works.
interface IAvailability {
    /// @dev A request of epoch e may be answered until the end of epoch e + 1, so no loss of epoch e comes before e + 2. A
    /// loss counts from the moment in which somebody collects it: leave time for that.
    /// @param epoch The epoch in which the request was made: its time in seconds, divided by 3,600.
    /// @return Whether `edge` left a request for a piece of the work unanswered.
    function lost(address edge, bytes32 contentId, uint64 epoch) external view returns (bool);
}
