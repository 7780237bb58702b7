// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "solady/utils/ECDSA.sol";
import {SignatureCheckerLib} from "solady/utils/SignatureCheckerLib.sol";

import {BoundedCall} from "src/libraries/BoundedCall.sol";

/// @title Signatures
/// @notice Checks signatures of accounts of every kind: EOAs, EOAs with EIP-7702 code, and contracts.
/// @dev The key of an address controls the address whatever code stands there, so the key's own signature is tried first, and
/// counts beside the code's answer. A contract has no key, so nothing but the code can sign for a contract.
library Signatures {
    /// @return Whether `signature` is of `signer`, by its key or by ERC-1271.
    function isBy(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        return isByKey(signer, digest, signature)
            || SignatureCheckerLib.isValidSignatureNowCalldata(signer, digest, signature);
    }

    /// @return Whether `signature` is of `signer`, by its key, or by ERC-1271 within `gas_`: the code burns no more of a caller's.
    function isByWithin(address signer, bytes32 digest, bytes calldata signature, uint256 gas_)
        internal
        view
        returns (bool)
    {
        if (isByKey(signer, digest, signature)) return true;
        bytes memory call = abi.encodeCall(IERC1271.isValidSignature, (digest, signature));
        (bool isWord, uint256 word) = BoundedCall.askWord(signer, gas_, call);
        return isWord && bytes32(word) == IERC1271.isValidSignature.selector;
    }

    /// @return Whether `signature` is of `signer`, by its key, by ERC-1271, or by ERC-6492.
    function isByAccount(address signer, bytes32 digest, bytes calldata signature) internal returns (bool) {
        return isByKey(signer, digest, signature)
            || SignatureCheckerLib.isValidERC6492SignatureNow(signer, digest, signature);
    }

    /// @return Whether the key of `signer` made `signature`: 65 bytes, or 64 by EIP-2098.
    function isByKey(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        address recovered;
        if (signature.length == 65) {
            uint8 v = normal(uint8(signature[64]));
            recovered = ECDSA.tryRecover(digest, v, bytes32(signature[:32]), bytes32(signature[32:64]));
        } else if (signature.length == 64) {
            recovered = ECDSA.tryRecover(digest, bytes32(signature[:32]), bytes32(signature[32:]));
        }
        return recovered != address(0) && recovered == signer;
    }

    /// @return `v` as 27 or 28, where a wallet gave 0 or 1.
    function normal(uint8 v) internal pure returns (uint8) {
        return v < 2 ? v + 27 : v;
    }
}
