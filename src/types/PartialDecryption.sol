// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Point} from "src/types/Point.sol";

/// @notice The answer that a key node signs (EIP-712, domain "Tributary", version "1"): its key share times `base`, and the proof.
/// @param epoch The committee's epoch whose key share was used.
/// @param index The node's place in the committee in that epoch, from 1.
/// @param base The point of a capsule.
/// @param result The key share times `base`.
/// @param challenge The proof's hash.
/// @param response The proof's nonce plus `challenge` times the key share.
struct PartialDecryption {
    bytes32 committeeId;
    uint32 epoch;
    uint8 index;
    Point base;
    Point result;
    uint256 challenge;
    uint256 response;
}

/// @notice Points that follow from an answer, computed by whoever accuses; the court checks each.
/// @param commitment `response` times the generator, minus `challenge` times the member's point.
/// @param blindedBase `response` times the answer's base.
/// @param challengedResult `challenge` times the answer's result.
struct AnswerHints {
    Point commitment;
    Point blindedBase;
    Point challengedResult;
}
