// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title Popularity
/// @notice Counts what a work earns, for {IPlacement}: by having it paid out.
/// @dev Each function that counts moves money that waited for the work's payee, as anybody may move it without this contract, and adds
/// what was moved to the heat of the work in the present epoch. So every wei counts once, for one work, in one epoch. The caller pays
/// {FEE_BPS} of it, which are burned: who pays itself for popularity pays more than the popularity moves (docs/THREATS.md).
/// Warning: money that is paid out without this contract counts nothing, and what is counted is what was moved in an epoch, not earned in
/// it. A voucher names a payee, not a work: whoever counts it says for which of the payee's works.
interface IPopularity {
    /// @param paid What the payee was paid or credited, in wei of STREAM.
    /// @param heat What the work's heat gained: `paid` for each gigabyte of the work, of which a megabyte more is counted.
    event Counted(bytes32 indexed contentId, uint64 indexed epoch, uint256 paid, uint256 heat);

    /// @notice Settles vouchers of the work's payee in STREAM, by {IPaymentChannels.settle}, and counts what was paid.
    /// @dev Emits a {Counted} event, unless nothing was paid. Requirements:
    /// - the work is registered, and `rows` are as {IPaymentChannels.settle} asks;
    /// - the caller approved the fee.
    function countVouchers(bytes32 contentId, bytes calldata rows) external returns (uint256 paid);

    /// @notice The same with rows of {IPaymentChannels.settleTicks}.
    function countTicks(bytes32 contentId, bytes calldata rows) external returns (uint256 paid);

    /// @notice Pays out what has accrued in a stream to the work in STREAM, by {IStreams.withdraw}, and counts it.
    /// @dev Emits a {Counted} event, unless nothing was paid. Requirements:
    /// - the work is registered, and the stream exists: {IStreams.streamIdOf} of the same four;
    /// - the caller approved the fee; a position is not restricted.
    function countStream(bytes32 contentId, address viewer, address opener, uint64 salt)
        external
        returns (uint256 paid);

    /// @notice Collects the work's pool in STREAM, by {IStreamPools.collectPool}, and counts what was paid.
    /// @dev Emits a {Counted} event, unless nothing was paid. Requirements: the work is registered, and the caller approved the fee.
    function countPool(bytes32 contentId) external returns (uint256 paid);

    /// @notice How often the copies of a work double in `epoch`, by its heat in the epoch before: log2(1 + heat / {BASE}), rounded down, at
    /// most {MOST_DOUBLINGS}.
    /// @dev Of this epoch and those before, the answer never changes.
    function doublingsOf(bytes32 contentId, uint64 epoch) external view returns (uint256);

    /// @return What was counted for a work in an epoch, in wei for each gigabyte.
    function heatOf(bytes32 contentId, uint64 epoch) external view returns (uint256);

    /// @return The heat of the first doubling, in wei for each gigabyte.
    function BASE() external view returns (uint256);

    /// @return The part of what is counted that the caller pays, in hundredths of a percent.
    function FEE_BPS() external view returns (uint256);

    function MOST_DOUBLINGS() external view returns (uint256);
}
