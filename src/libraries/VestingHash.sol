// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {CampaignTerms, Share} from "src/types/Campaign.sol";
import {GrantKey} from "src/types/Grant.sol";

/// @title VestingHash
/// @notice The hashes that name grants, campaigns and shares, straight from call data, at a third of what the plain way costs. A test
/// holds each to the plain way, `keccak256(abi.encode(…))`.
/// @dev A field with bits where its type has none gives a hash that names nothing.
library VestingHash {
    /// @return id keccak256(abi.encode(chainId, address(this), key))
    function idOf(GrantKey calldata key, uint256 chainId) internal view returns (bytes32 id) {
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore(at, chainId)
            mstore(add(at, 0x20), address())
            calldatacopy(add(at, 0x40), key, 0xa0)
            id := keccak256(at, 0xe0)
        }
    }

    /// @return id keccak256(abi.encode(chainId, address(this), key))
    function idInMemory(GrantKey memory key, uint256 chainId) internal view returns (bytes32 id) {
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore(at, chainId)
            mstore(add(at, 0x20), address())
            mcopy(add(at, 0x40), key, 0xa0)
            id := keccak256(at, 0xe0)
        }
    }

    /// @return id keccak256(abi.encode(chainId, address(this), terms, root))
    function idOf(CampaignTerms calldata terms, bytes32 root, uint256 chainId)
        internal
        view
        returns (bytes32 id)
    {
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore(at, chainId)
            mstore(add(at, 0x20), address())
            calldatacopy(add(at, 0x40), terms, 0xa0)
            mstore(add(at, 0xe0), root)
            id := keccak256(at, 0x100)
        }
    }

    /// @return id The id of the grant that {ITokenVesting.claimKeyOf} names.
    function idOfClaim(CampaignTerms calldata terms, Share memory share, bytes32 campaignId, uint256 chainId)
        internal
        view
        returns (bytes32 id)
    {
        assembly ("memory-safe") {
            mstore(0, campaignId)
            mstore(0x20, mload(share))
            let salt := keccak256(0, 0x40)
            let at := mload(0x40)
            mstore(at, chainId)
            mstore(add(at, 0x20), address())
            mstore(add(at, 0x40), mload(add(share, 0x20)))
            mstore(add(at, 0x60), calldataload(add(terms, 0x20)))
            mstore(add(at, 0x80), calldataload(terms))
            mstore(add(at, 0xa0), salt)
            mstore(add(at, 0xc0), calldataload(add(terms, 0x40)))
            id := keccak256(at, 0xe0)
        }
    }

    /// @return leaf keccak256(keccak256(abi.encode(share)))
    function leafOf(Share memory share) internal pure returns (bytes32 leaf) {
        assembly ("memory-safe") {
            mstore(0, keccak256(share, 0x80))
            leaf := keccak256(0, 0x20)
        }
    }
}
