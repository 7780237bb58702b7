// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPolicy} from "src/interfaces/IPolicy.sol";
import {MerkleRoot} from "src/libraries/MerkleRoot.sol";
import {AccessRequest} from "src/types/AccessRequest.sol";

/// @title AllowListPolicy
/// @notice Lets in whoever is on a list, of which the chain has the Merkle root alone.
/// @dev Terms: `abi.encode(bytes32 root)`. Evidence: `abi.encode(bytes32[] path)`, the siblings from the viewer's leaf up.
/// A leaf is `keccak256(keccak256(abi.encode(viewer)))`: hashed twice, so that no node, whose hash is of 64 bytes, can pass for
/// a leaf. A node is the hash of its sorted children. A path that leads elsewhere is unknown, never false (see {IPolicy}).
contract AllowListPolicy is IPolicy {
    /// @notice The path leads from the viewer to `root`, and not to the list's.
    error AllowListPolicy_NotListed(address viewer, bytes32 root);

    /// @inheritdoc IPolicy
    function isAllowed(AccessRequest calldata request, bytes calldata terms, bytes calldata evidence)
        external
        pure
        returns (bool)
    {
        bytes32 root = MerkleRoot.above(leafOf(request.viewer), _pathIn(evidence));
        if (root != abi.decode(terms, (bytes32))) revert AllowListPolicy_NotListed(request.viewer, root);
        return true;
    }

    /// @return The leaf of an account.
    function leafOf(address account) public pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(account))));
    }

    /// @dev `abi.encode(bytes32[])` is an offset, a length and the words; a length beyond the bytes reverts.
    function _pathIn(bytes calldata evidence) private pure returns (bytes32[] calldata path) {
        bytes calldata words = evidence[64:64 + 32 * uint256(bytes32(evidence[32:64]))];
        assembly ("memory-safe") {
            path.offset := words.offset
            path.length := shr(5, words.length)
        }
    }
}
