// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

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
        (bool decoded, WebAuthn.WebAuthnAuth calldata auth) = WebAuthn.tryDecodeAuth(assertion);
        // an index that lies far out would make the library read there, and run out of gas
        return decoded && auth.typeIndex < bytes(auth.clientDataJSON).length
            && WebAuthn.verify(abi.encodePacked(digest), auth, x, y, false);
    }
}
