// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {AnswerHints} from "src/types/PartialDecryption.sol";
import {Point} from "src/types/Point.sol";

/// @notice A committee whose key is being generated.
/// @param salt The salt that {KeyGeneration} deals the committee under.
/// @param threshold The number of members that will open a capsule together.
/// @param qualified A bit for each dealer that has revealed and was not excluded: bit 0 for place 1.
/// @param commitUntil When committing ends and revealing begins, in seconds.
/// @param revealUntil When revealing ends and complaining begins, in seconds.
/// @param complainUntil When complaining ends and confirming begins, in seconds.
/// @param members The members with the places 1, 2, and so on.
struct Generation {
    bytes32 salt;
    uint8 threshold;
    uint16 qualified;
    uint40 commitUntil;
    uint40 revealUntil;
    uint40 complainUntil;
    address[] members;
}

/// @notice A member's part of the key, as the member reveals it.
/// @param coefficients The coefficients of the member's polynomial, each times the generator.
/// @param sealedShares For each place, the polynomial's value there plus a mask that the dealer and the place's member know.
struct Dealing {
    Point[] coefficients;
    uint256[] sealedShares;
}

/// @notice A proof that a dealer sealed a wrong share.
/// @param dealer The dealer's place.
/// @param victim The place whose share is wrong.
/// @param secret The victim's transport secret times the dealer's transport key, from which the mask follows.
/// @param challenge The hash of the proof that `secret` is that, as of {PartialDecryption}.
/// @param response The proof's nonce plus `challenge` times the victim's transport secret.
/// @param hints Points that follow from the proof.
struct Complaint {
    uint8 dealer;
    uint8 victim;
    Point secret;
    uint256 challenge;
    uint256 response;
    AnswerHints hints;
}
