// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Dleq} from "src/libraries/Dleq.sol";
import {Secp256k1} from "src/libraries/Secp256k1.sol";
import {Complaint, Dealing} from "src/types/Generation.sol";
import {CompressedPoint, Point} from "src/types/Point.sol";

/// @title Dealings
/// @notice Judges a complaint about a share that a dealer sealed.
library Dealings {
    using Secp256k1 for CompressedPoint;
    using Secp256k1 for Point;
    using Secp256k1 for uint256;

    bytes private constant COMPLAINT_LABEL = "tributary/v1/complaint\x00";
    bytes private constant MASK_LABEL = "tributary/v1/mask-of-share\x00";
    uint256 private constant GENERATOR_X = 0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798;

    /// @return Whether the share that the dealer sealed for the victim is not the one that the dealer's coefficients promise.
    /// @dev The caller guarantees that the dealing is the dealer's, with valid coefficients, and that both transport keys are x of points.
    /// A complaint whose proof is false says nothing: false.
    /// @param dealerKey The x of the dealer's transport key.
    /// @param victimKey The x of the victim's transport key.
    function isWrong(
        bytes32 committeeId,
        Dealing calldata dealing,
        Complaint calldata complaint,
        uint256 dealerKey,
        uint256 victimKey
    ) internal view returns (bool) {
        Point memory secret = complaint.secret;
        if (!secret.isValid()) return false;
        bytes memory place = abi.encodePacked(committeeId, complaint.dealer, complaint.victim);
        bool isFalse = Dleq.isFalse(
            Dleq.Proof({
                place: bytes.concat(COMPLAINT_LABEL, place),
                point: CompressedPoint(2, victimKey),
                base: CompressedPoint(2, dealerKey),
                result: secret.compress(),
                challenge: complaint.challenge,
                response: complaint.response
            }),
            complaint.hints
        );
        if (isFalse) return false;

        uint256 mask =
            uint256(sha256(abi.encodePacked(MASK_LABEL, place, secret.prefix(), secret.x))) % Secp256k1.N;
        uint256 sealedShare = dealing.sealedShares[complaint.victim - 1] % Secp256k1.N;
        uint256 share = addmod(sealedShare, Secp256k1.N - mask, Secp256k1.N);
        Point memory promised = _valueAt(dealing.coefficients, complaint.victim);
        // a share of zero has no address and infinity has another, so both are wrong: an honest dealer draws again
        return share.addressOfProduct(CompressedPoint(2, GENERATOR_X)) != promised.addressOf();
    }

    /// @dev Horner's rule, from the highest coefficient down.
    function _valueAt(Point[] calldata coefficients, uint256 place)
        private
        view
        returns (Point memory value)
    {
        for (uint256 i = coefficients.length; i > 0; --i) {
            value = value.multiply(place).add(coefficients[i - 1]);
        }
    }
}
