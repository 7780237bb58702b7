// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ChannelKey} from "src/types/Channel.sol";

/// @title ChannelKeys
/// @notice Hashes channel keys out of call data.
library ChannelKeys {
    /// @return id `keccak256(abi.encode(chainId, address(this), key))`.
    /// @dev In assembly, since decoding and encoding five words costs more than hashing them. Bits that do not belong to
    /// a field's type are hashed too; they lead to a channel that does not exist.
    function toId(ChannelKey calldata key, uint256 chainId) internal view returns (bytes32 id) {
        assembly ("memory-safe") {
            let m := mload(0x40)
            mstore(m, chainId)
            mstore(add(m, 0x20), address())
            calldatacopy(add(m, 0x40), key, 0xa0)
            id := keccak256(m, 0xe0)
        }
    }

    /// @return id The same of a key in memory, whose fields the compiler has cleaned.
    function toIdOf(ChannelKey memory key, uint256 chainId) internal view returns (bytes32 id) {
        assembly ("memory-safe") {
            let m := mload(0x40)
            mstore(m, chainId)
            mstore(add(m, 0x20), address())
            mcopy(add(m, 0x40), key, 0xa0)
            id := keccak256(m, 0xe0)
        }
    }
}
