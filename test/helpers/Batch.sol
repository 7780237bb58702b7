// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @notice Packs credits as {ISplitRollup.credit} and {ISplitRollup.settle} take them.
library Batch {
    function entry(uint8 slot, uint96 amount) internal pure returns (bytes memory) {
        return abi.encodePacked(slot, amount);
    }

    /// @return What one call of {ISplitRollup.credit} with `entries` adds to a batch.
    function link(bytes memory entries) internal pure returns (bytes memory) {
        // forge-lint: disable-next-line(unsafe-typecast) a batch has at most 4,095 entries
        return bytes.concat(bytes2(uint16(entries.length / 13)), entries);
    }

    /// @return The hash that seals a batch of two links.
    function hash(bytes memory first, bytes memory second) internal pure returns (bytes32) {
        return keccak256(bytes.concat(hash(first), second));
    }

    function hash(bytes memory onlyLink) internal pure returns (bytes32) {
        return keccak256(bytes.concat(bytes32(0), onlyLink));
    }
}
