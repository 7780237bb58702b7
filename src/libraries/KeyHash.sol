// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Allotment, CampaignTerms} from "src/types/Campaign.sol";
import {ChannelKey} from "src/types/Channel.sol";
import {GrantKey} from "src/types/Grant.sol";
import {PoolKey} from "src/types/Pool.sol";
import {StreamKey} from "src/types/Stream.sol";

/// @title KeyHash
/// @notice The hashes that name channels, streams, pools, grants, campaigns and allotments, at a third of the cost of the plain
/// `keccak256(abi.encode(…))`. test/fuzz/KeyHash.t.sol holds each to the plain way.
/// @dev A key of call data is hashed with all of its bits. A key with bits that do not belong to a field's type names nothing.
library KeyHash {
    /// @return id keccak256(abi.encode(chainId, address(this), key))
    function idOf(ChannelKey calldata key, uint256 chainId) internal view returns (bytes32 id) {
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore(at, chainId)
            mstore(add(at, 0x20), address())
            calldatacopy(add(at, 0x40), key, 0xa0)
            id := keccak256(at, 0xe0)
        }
    }

    /// @return id keccak256(abi.encode(chainId, address(this), key))
    function idInMemory(ChannelKey memory key, uint256 chainId) internal view returns (bytes32 id) {
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore(at, chainId)
            mstore(add(at, 0x20), address())
            mcopy(add(at, 0x40), key, 0xa0)
            id := keccak256(at, 0xe0)
        }
    }

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
            calldatacopy(add(at, 0x40), terms, 0xc0)
            mstore(add(at, 0x100), root)
            id := keccak256(at, 0x120)
        }
    }

    /// @return id The id of the grant that {ITokenVesting.grantKeyOf} names.
    function idOfGrant(
        CampaignTerms calldata terms,
        Allotment memory allotment,
        bytes32 campaignId,
        uint256 chainId
    ) internal view returns (bytes32 id) {
        assembly ("memory-safe") {
            mstore(0, campaignId)
            mstore(0x20, mload(allotment))
            let salt := keccak256(0, 0x40)
            let at := mload(0x40)
            mstore(at, chainId)
            mstore(add(at, 0x20), address())
            mstore(add(at, 0x40), mload(add(allotment, 0x20)))
            mstore(add(at, 0x60), calldataload(add(terms, 0x20)))
            mstore(add(at, 0x80), calldataload(terms))
            mstore(add(at, 0xa0), salt)
            mstore(add(at, 0xc0), calldataload(add(terms, 0x40)))
            id := keccak256(at, 0xe0)
        }
    }

    /// @return leaf keccak256(keccak256(abi.encode(allotment)))
    function leafOf(Allotment memory allotment) internal pure returns (bytes32 leaf) {
        assembly ("memory-safe") {
            mstore(0, keccak256(allotment, 0x80))
            leaf := keccak256(0, 0x20)
        }
    }

    /// @return id keccak256(abi.encode(key))
    function hashOf(StreamKey memory key) internal pure returns (bytes32 id) {
        assembly ("memory-safe") {
            id := keccak256(key, 0x60)
        }
    }

    /// @return id keccak256(abi.encode(key))
    function hashOf(PoolKey calldata key) internal pure returns (bytes32 id) {
        assembly ("memory-safe") {
            let at := mload(0x40)
            calldatacopy(at, key, 0x60)
            id := keccak256(at, 0x60)
        }
    }
}
