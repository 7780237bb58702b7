// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice The work that an operator does for the protocol. One address plays one role.
enum Role {
    None,
    Edge,
    Keyholder,
    Sequencer,
    Prover,
    Challenger,
    Watchtower,
    Publisher
}

/// @notice The stored state of an operator.
/// @param bond The amount that a court can take, in wei of STREAM.
/// @param withdrawableAt When the bond may be withdrawn, in seconds; 0 while the operator serves.
/// @param slashed Whether a court took the whole bond; the address can never register again.
/// @param region Where the operator serves, ASCII padded with zeros ("eu-west").
/// @param place The place in the list of the role, from 0; meaningless once the operator unbonds.
/// @param endpoint The URL that the operator serves at.
struct Operator {
    uint96 bond;
    uint40 withdrawableAt;
    Role role;
    bool slashed;
    bytes8 region;
    uint32 place;
    string endpoint;
}
