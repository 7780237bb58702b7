// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";
import {WebAuthn} from "@openzeppelin/contracts/utils/cryptography/WebAuthn.sol";

import {IPasskeyVerifier} from "src/interfaces/IPasskeyVerifier.sol";

/// @title PasskeyVerifier
/// @notice See {IPasskeyVerifier}.
contract PasskeyVerifier is IPasskeyVerifier {
    /// @inheritdoc IPasskeyVerifier
    function isValid(bytes32 digest, bytes32 x, bytes32 y, bytes calldata assertion)
        external
        view
        returns (bool)
    {
        (bool decoded, WebAuthn.WebAuthnAuth calldata given) = WebAuthn.tryDecodeAuth(assertion);
        // an index that lies far out would make the library read there, and run out of gas
        if (!decoded || given.typeIndex >= bytes(given.clientDataJSON).length) return false;
        WebAuthn.WebAuthnAuth memory auth = given;
        // authenticators answer with either s, and the library takes the lower
        uint256 s = uint256(auth.s);
        if (s > P256.N / 2 && s < P256.N) auth.s = bytes32(P256.N - s);
        return WebAuthn.verify(abi.encodePacked(digest), auth, x, y, false);
    }
}
