// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Secp256k1} from "src/libraries/Secp256k1.sol";
import {AnswerHints} from "src/types/PartialDecryption.sol";
import {CompressedPoint, Point} from "src/types/Point.sol";

/// @title Dleq
/// @notice Judges a proof (Chaum and Pedersen) that the scalar behind `point` is the one that makes `result` of `base`.
library Dleq {
    using Secp256k1 for Point;
    using Secp256k1 for uint256;

    /// @param place The label of the proof, and where it is given: hashed before the points.
    struct Proof {
        bytes place;
        CompressedPoint point;
        CompressedPoint base;
        CompressedPoint result;
        uint256 challenge;
        uint256 response;
    }

    /// @notice A hint is not the point that follows from the proof: compute the hints anew.
    error Dleq_HintWrong();

    /// @return Whether the proof is false.
    /// @dev Whatever the numbers are, either this tells true from false, or a hint is wrong. The caller guarantees that the three points
    /// are valid.
    function isFalse(Proof memory proof, AnswerHints memory hints) internal view returns (bool) {
        (uint256 challenge, uint256 response) = (proof.challenge, proof.response);
        if (!challenge.isScalar() || !response.isScalar()) return true;

        address commitment = response.addressOfDifference(challenge, proof.point);
        // at infinity: no honest nonce is zero
        if (commitment == address(0)) return true;
        if (
            hints.commitment.addressOf() != commitment
                || hints.blindedBase.addressOf() != response.addressOfProduct(proof.base)
                || hints.challengedResult.addressOf() != challenge.addressOfProduct(proof.result)
        ) revert Dleq_HintWrong();

        Point memory commitmentToBase = hints.blindedBase.add(hints.challengedResult.negate());
        if (commitmentToBase.isInfinite()) return true;
        bytes memory statement = abi.encodePacked(
            proof.place,
            proof.point.prefix,
            proof.point.x,
            proof.base.prefix,
            proof.base.x,
            proof.result.prefix,
            proof.result.x
        );
        bytes memory commitments = abi.encodePacked(
            hints.commitment.prefix(), hints.commitment.x, commitmentToBase.prefix(), commitmentToBase.x
        );
        return uint256(sha256(bytes.concat(statement, commitments))) % Secp256k1.N != challenge;
    }
}
