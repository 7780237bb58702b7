// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Payee} from "src/types/Payee.sol";

/// @notice The stored state of a work: publisher, payee, price, and the commitment of the present generation.
/// @param publisher The only account that may append to the work, or republish it.
/// @param live Whether checkpoints may still be appended.
/// @param generation How often the work was republished under the same id; part of the root.
/// @param ratePerSecond The price of a second, in wei.
/// @param leafCount Chunks committed so far.
/// @param byteCount Bytes committed so far.
/// @param payee The payee of the work's revenue.
/// @param root The content root, as docs/SPEC.md has it; zero for a live work without a checkpoint.
struct Content {
    address publisher;
    bool live;
    uint32 generation;
    uint96 ratePerSecond;
    uint64 leafCount;
    uint64 byteCount;
    Payee payee;
    bytes32 root;
}

/// @notice The commitment of one generation of a work: two storage words.
/// @param leafCount In chunks.
/// @param byteCount In bytes.
/// @param root The content root, which binds the work's id, the generation and both sizes.
struct Commitment {
    uint64 leafCount;
    uint64 byteCount;
    bytes32 root;
}
