// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {Vm} from "forge-std/Vm.sol";

import {AnswerHints, PartialDecryption} from "src/types/PartialDecryption.sol";
import {Point} from "src/types/Point.sol";

/// @notice A slow twin of what the key court computes: each point is a known multiple of the generator, so that the arithmetic is that
/// of numbers modulo the order, and the points come from forge.
abstract contract Exponents is Test {
    uint256 internal constant N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
    uint256 internal constant P = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFC2F;

    // points at the edges of what has a valid encoding: the y of x = 1, the x of y = 1, the y of x = N, which ecrecover cannot reach
    uint256 internal constant SMALL_X_Y = 0x4218f20ae6c646b363db68605822fb14264ca8d2587fdd6fbc750d587e76a7ee;
    uint256 internal constant SMALL_Y_X = 0x1fe1e5ef3fceb5c135ab7741333ce5a6e80d68167653f6b2b24bcbcfaaaff507;
    uint256 internal constant ORDER_X_Y = 0x98f66641cb0ae1776b463ebdee3d77fe2658f021db48e2c8ac7ab4c92f83621e;

    /// @notice An answer by its logarithms.
    /// @param share The seat's.
    /// @param base The base is so many times the generator.
    /// @param result The result is so many times the generator: share · base, if the answer is true.
    struct Answer {
        bytes32 committeeId;
        uint32 epoch;
        uint8 index;
        uint256 share;
        uint256 base;
        uint256 result;
        uint256 challenge;
        uint256 response;
    }

    /// @return point `scalar` times the generator; (0, 0) at infinity.
    function pointOf(uint256 scalar) internal returns (Point memory point) {
        if (scalar % N == 0) return point;
        Vm.Wallet memory wallet = vm.createWallet(scalar % N);
        return Point(wallet.publicKeyX, wallet.publicKeyY);
    }

    /// @notice Gives the answer the proof of whoever knows `nonce`; it holds if the result is share · base.
    function prove(Answer memory answer, uint256 nonce) internal {
        answer.challenge = challengeOf(answer, nonce, mulmod(nonce, answer.base, N));
        answer.response = addmod(nonce, mulmod(answer.challenge, answer.share, N), N);
    }

    /// @return Whether the answer's proof is false. No point of the answer is at infinity.
    function isFalseTwin(Answer memory answer) internal returns (bool) {
        (uint256 c, uint256 z) = (answer.challenge, answer.response);
        if (c == 0 || c >= N || z == 0 || z >= N) return true;
        uint256 first = minus(z, mulmod(c, answer.share, N));
        uint256 second = minus(mulmod(z, answer.base, N), mulmod(c, answer.result, N));
        return first == 0 || second == 0 || challengeOf(answer, first, second) != c;
    }

    /// @param first The logarithms of the proof's commitments.
    function challengeOf(Answer memory answer, uint256 first, uint256 second) internal returns (uint256) {
        bytes memory place =
            abi.encodePacked("tributary/v1/dleq", uint8(0), answer.committeeId, answer.epoch, answer.index);
        uint256[5] memory logarithms = [answer.share, answer.base, answer.result, first, second];
        for (uint256 i; i < 5; ++i) {
            place = bytes.concat(place, sec1(pointOf(logarithms[i])));
        }
        return uint256(sha256(place)) % N;
    }

    /// @return The answer as a node signs it.
    function written(Answer memory answer) internal returns (PartialDecryption memory) {
        return PartialDecryption({
            committeeId: answer.committeeId,
            epoch: answer.epoch,
            index: answer.index,
            base: pointOf(answer.base),
            result: pointOf(answer.result),
            challenge: answer.challenge,
            response: answer.response
        });
    }

    function hintsOf(Answer memory answer) internal returns (AnswerHints memory) {
        (uint256 c, uint256 z) = (answer.challenge % N, answer.response % N);
        return AnswerHints({
            commitment: pointOf(minus(z, mulmod(c, answer.share, N))),
            blindedBase: pointOf(mulmod(z, answer.base, N)),
            challengedResult: pointOf(mulmod(c, answer.result, N))
        });
    }

    function sec1(Point memory point) internal pure returns (bytes memory) {
        return bytes.concat(point.y % 2 == 0 ? bytes1(0x02) : bytes1(0x03), bytes32(point.x));
    }

    function minus(uint256 a, uint256 b) internal pure returns (uint256) {
        return addmod(a % N, N - b % N, N);
    }

    function inverse(uint256 a) internal pure returns (uint256) {
        return power(a, N - 2);
    }

    /// @return result a^e modulo the order, by squaring and multiplying.
    function power(uint256 a, uint256 e) private pure returns (uint256 result) {
        result = 1;
        for (; e != 0; e >>= 1) {
            if (e & 1 == 1) result = mulmod(result, a, N);
            a = mulmod(a, a, N);
        }
    }
}
