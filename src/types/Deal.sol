// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice The stored state of a deal, in two words: epochs are times in seconds, divided by 3,600.
/// @param payWei What one copy is paid for one epoch, in wei of STREAM.
/// @param copies How many owners are paid in an epoch, the best first.
/// @param generation The generation of the work that is paid for.
/// @param from The first epoch that is paid.
/// @param until The first epoch that is paid no more.
/// @param returnedUntil The first epoch whose unclaimed shares have not come back.
/// @param payer Whoever opened the deal, and gets back what nobody may claim; zero for a deal that was never opened.
struct Deal {
    uint96 payWei;
    uint8 copies;
    uint32 generation;
    uint40 from;
    uint40 until;
    uint40 returnedUntil;
    address payer;
}
