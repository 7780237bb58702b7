// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";
import {WebAuthn} from "@openzeppelin/contracts/utils/cryptography/WebAuthn.sol";
import {Vm} from "forge-std/Vm.sol";
import {Base64} from "solady/utils/Base64.sol";

/// @notice A passkey, as a browser would have it.
library Passkey {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    uint256 internal constant KEY = 0x9a551e55;
    bytes1 internal constant USER_PRESENT = 0x01;

    function publicKey() internal pure returns (bytes32, bytes32) {
        (uint256 x, uint256 y) = VM.publicKeyP256(KEY);
        return (bytes32(x), bytes32(y));
    }

    /// @return What the passkey answers when its user is asked to sign `digest`.
    function assertion(bytes32 digest) internal pure returns (bytes memory) {
        return encode(sign(KEY, clientData("webauthn.get", digest), USER_PRESENT));
    }

    function encode(WebAuthn.WebAuthnAuth memory auth) internal pure returns (bytes memory) {
        return abi.encode(
            auth.r, auth.s, auth.challengeIndex, auth.typeIndex, auth.authenticatorData, auth.clientDataJSON
        );
    }

    /// @return The client data of a browser: type, challenge, origin.
    function clientData(string memory kind, bytes32 digest) internal pure returns (string memory) {
        string memory challenge = Base64.encode(abi.encodePacked(digest), true, true);
        return string.concat(
            '{"type":"', kind, '","challenge":"', challenge, '","origin":"https://tributary.example"}'
        );
    }

    function sign(uint256 key, string memory client, bytes1 flags)
        internal
        pure
        returns (WebAuthn.WebAuthnAuth memory auth)
    {
        auth.authenticatorData = abi.encodePacked(sha256("tributary.example"), flags, uint32(1));
        auth.clientDataJSON = client;
        auth.typeIndex = 1;
        auth.challengeIndex = 23;
        bytes32 message = sha256(abi.encodePacked(auth.authenticatorData, sha256(bytes(client))));
        (auth.r, auth.s) = VM.signP256(key, message);
        // an authenticator may answer with either s; the verifier takes the lower
        if (uint256(auth.s) > P256.N / 2) auth.s = bytes32(P256.N - uint256(auth.s));
    }
}
