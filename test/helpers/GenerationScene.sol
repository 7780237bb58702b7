// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Complaint, Dealing} from "src/types/Generation.sol";
import {Point} from "src/types/Point.sol";
import {KeyScene} from "test/helpers/KeyScene.sol";

/// @notice Key nodes that generate a key: what each deals follows from its place, by logarithms.
abstract contract GenerationScene is KeyScene {
    uint32 internal constant PHASE = 10 minutes;

    bytes32 internal id;

    function begin() internal returns (bytes32) {
        return begin(SALT, THRESHOLD, nodes(NODES));
    }

    function begin(bytes32 salt, uint8 threshold, address[] memory members) internal returns (bytes32) {
        vm.prank(OWNER);
        return keyGeneration.begin(salt, threshold, members, PHASE);
    }

    /// @notice Ends the phase: of committing, of revealing, of complaining.
    function nextPhase() internal {
        vm.warp(block.timestamp + PHASE);
    }

    function commit(uint8 index) internal {
        commit(index, pointOf(transportSecret(index)).x, commitmentOf(index));
    }

    function commit(uint8 index, uint256 transportKey, bytes32 commitment) internal {
        vm.prank(node(index));
        keyGeneration.commit(id, index, transportKey, commitment);
    }

    function reveal(uint8 index) internal {
        reveal(index, dealingOf(index));
    }

    function reveal(uint8 index, Dealing memory dealing) internal {
        vm.prank(node(index));
        keyGeneration.reveal(id, index, dealing);
    }

    function confirm(uint8 index, bytes32 seats) internal {
        confirm(0, index, seats);
    }

    function confirm(uint32 epoch, uint8 index, bytes32 seats) internal {
        vm.prank(node(index));
        keyGeneration.confirm(id, epoch, index, seats);
    }

    /// @notice From the beginning to the time to confirm, with everybody honest.
    function dealAll() internal {
        id = begin();
        for (uint8 i = 1; i <= NODES; ++i) {
            commit(i);
        }
        nextPhase();
        for (uint8 i = 1; i <= NODES; ++i) {
            reveal(i);
        }
        nextPhase();
        nextPhase();
    }

    /// @return secret The logarithm of a transport key whose y is even.
    function transportSecret(uint256 index) internal returns (uint256 secret) {
        secret = uint256(keccak256(abi.encode("transport", index))) % N;
        if (pointOf(secret).y % 2 == 1) secret = N - secret;
    }

    function coefficient(uint256 dealer, uint256 power) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode("coefficient", dealer, power))) % N;
    }

    /// @return value The dealer's share for a place.
    function dealtShare(uint256 dealer, uint256 place) internal pure returns (uint256 value) {
        for (uint256 power = THRESHOLD; power > 0; --power) {
            value = addmod(mulmod(value, place, N), coefficient(dealer, power - 1), N);
        }
    }

    function coefficientsOf(uint256 dealer) internal returns (Point[] memory coefficients) {
        coefficients = new Point[](THRESHOLD);
        for (uint256 power; power < THRESHOLD; ++power) {
            coefficients[power] = pointOf(coefficient(dealer, power));
        }
    }

    function commitmentOf(uint8 index) internal returns (bytes32) {
        return keccak256(abi.encode(id, index, coefficientsOf(index)));
    }

    function dealingOf(uint8 dealer) internal returns (Dealing memory dealing) {
        dealing.coefficients = coefficientsOf(dealer);
        dealing.sealedShares = new uint256[](NODES);
        for (uint8 place = 1; place <= NODES; ++place) {
            dealing.sealedShares[place - 1] = sealShare(dealer, place, dealtShare(dealer, place));
        }
    }

    function sealShare(uint8 dealer, uint8 place, uint256 share) internal returns (uint256) {
        Point memory secret = pointOf(mulmod(transportSecret(dealer), transportSecret(place), N));
        bytes32 hash =
            sha256(abi.encodePacked("tributary/v1/mask-of-share", uint8(0), id, dealer, place, sec1(secret)));
        return addmod(share, uint256(hash) % N, N);
    }

    /// @return complaint What the victim shows of a dealer; whether the dealer is guilty is another question.
    function complaintOf(uint8 dealer, uint8 victim) internal returns (Complaint memory complaint) {
        (uint256 ofDealer, uint256 ofVictim) = (transportSecret(dealer), transportSecret(victim));
        (complaint.dealer, complaint.victim) = (dealer, victim);
        complaint.secret = pointOf(mulmod(ofDealer, ofVictim, N));
        uint256 nonce = uint256(keccak256(abi.encode("nonce", dealer, victim))) % N;
        bytes memory statement =
            abi.encodePacked("tributary/v1/complaint", uint8(0), id, dealer, victim, sec1(pointOf(ofVictim)));
        statement = bytes.concat(
            statement,
            sec1(pointOf(ofDealer)),
            sec1(complaint.secret),
            sec1(pointOf(nonce)),
            sec1(pointOf(mulmod(nonce, ofDealer, N)))
        );
        complaint.challenge = uint256(sha256(statement)) % N;
        complaint.response = addmod(nonce, mulmod(complaint.challenge, ofVictim, N), N);
        complaint.hints.commitment = pointOf(nonce);
        complaint.hints.blindedBase = pointOf(mulmod(complaint.response, ofDealer, N));
        complaint.hints.challengedResult =
            pointOf(mulmod(complaint.challenge, mulmod(ofDealer, ofVictim, N), N));
    }

    /// @param dealers A bit for each dealer that counts.
    /// @return share The key share of a place.
    function generatedShare(uint256 dealers, uint256 place) internal pure returns (uint256 share) {
        for (uint256 dealer = 1; dealer <= NODES; ++dealer) {
            if (dealers >> (dealer - 1) & 1 == 1) share = addmod(share, dealtShare(dealer, place), N);
        }
    }

    function generatedKey(uint256 dealers) internal returns (Point memory) {
        return pointOf(generatedShare(dealers, 0));
    }

    function generatedPoints(uint256 dealers) internal returns (Point[] memory points) {
        points = new Point[](NODES);
        for (uint256 i; i < NODES; ++i) {
            points[i] = pointOf(generatedShare(dealers, i + 1));
        }
    }

    function firstSeats(uint256 dealers) internal returns (bytes32) {
        return keccak256(abi.encode(generatedKey(dealers), generatedPoints(dealers)));
    }
}
