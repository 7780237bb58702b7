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
    function isFalse(Proof memory proof, AnswerHints calldata hints) internal view returns (bool) {
        (uint256 challenge, uint256 response) = (proof.challenge, proof.response);
        if (!challenge.isScalar() || !response.isScalar()) return true;

        address commitment = response.addressOfDifference(challenge, proof.point);
        // at infinity: no honest nonce is zero
        if (commitment == address(0)) return true;
        (Point memory ofGenerator, Point memory blinded, Point memory challenged) =
            (hints.commitment, hints.blindedBase, hints.challengedResult);
        if (
            ofGenerator.addressOf() != commitment
                || blinded.addressOf() != response.addressOfProduct(proof.base)
                || challenged.addressOf() != challenge.addressOfProduct(proof.result)
        ) revert Dleq_HintWrong();

        Point memory ofBase = blinded.add(challenged.negate());
        if (ofBase.isInfinite()) return true;
        return _challenge(proof, ofGenerator, ofBase) != challenge;
    }

    /// @param ofGenerator The nonce times the generator, as the proof has it. @param ofBase The nonce times the base.
    function _challenge(Proof memory proof, Point memory ofGenerator, Point memory ofBase)
        private
        pure
        returns (uint256)
    {
        bytes memory statement = abi.encodePacked(
            proof.place,
            proof.point.prefix,
            proof.point.x,
            proof.base.prefix,
            proof.base.x,
            proof.result.prefix,
            proof.result.x
        );
        bytes32 hash = sha256(
            abi.encodePacked(statement, ofGenerator.prefix(), ofGenerator.x, ofBase.prefix(), ofBase.x)
        );
        return uint256(hash) % Secp256k1.N;
    }
}
