// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @notice Packs operations and keys of leaves as docs/INTERACTIONS.md says it.
library OperationTwin {
    bytes32 private constant TYPEHASH = keccak256("Operation(bytes12 operation,bytes32 word,uint32 version)");

    function cell(uint256 kind, uint256 key, uint256 actor, uint256 target, uint256 value)
        internal
        pure
        returns (bytes12)
    {
        // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
        return bytes12(uint96(kind << 92 | key << 88 | actor << 56 | target << 24 | value));
    }

    function digest(bytes32 domainSeparator, bytes12 operation, bytes32 word, uint32 version)
        internal
        pure
        returns (bytes32)
    {
        bytes32 hash = keccak256(abi.encode(TYPEHASH, operation, word, version));
        return keccak256(bytes.concat(hex"1901", domainSeparator, hash));
    }

    function leafKey(uint256 space, uint256 a, uint256 b, uint256 c) internal pure returns (uint256) {
        // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
        return uint256(keccak256(abi.encodePacked(uint8(space), uint32(a), uint32(b), uint32(c))));
    }
}
