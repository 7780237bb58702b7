// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {CreditSums} from "src/types/CreditSums.sol";

/// @title Credits
/// @notice Reads packed credits, and takes the fingerprint of a batch.
/// @dev An entry is `slot u8 ‖ amount u96`, 13 bytes. A link is `count u16 ‖ count entries`: the credits of one call of
/// {ISplitRollup.credit}. A batch is its links, one after another; the batch hash folds over them.
library Credits {
    uint256 internal constant ENTRY_BYTES = 13;
    uint256 private constant COUNT_BYTES = 2;

    /// @notice The order of BN254's scalar field, p.
    uint256 internal constant FIELD_ORDER =
        21_888_242_871_839_275_222_246_405_745_257_275_088_548_364_400_416_034_343_698_204_186_575_808_495_617;

    /// @return The entry at the head of `entries`.
    function head(bytes calldata entries) internal pure returns (uint8, uint96) {
        return (uint8(entries[0]), uint96(bytes12(entries[1:ENTRY_BYTES])));
    }

    /// @notice Adds up `links`, and folds the links into the batch hash.
    /// @dev A link that is cut short reverts; a link that was never added changes the hash.
    function read(bytes calldata links) internal pure returns (CreditSums memory sums, bytes32 batchHash) {
        while (links.length != 0) {
            uint256 count = uint16(bytes2(links[:COUNT_BYTES]));
            uint256 linkBytes = COUNT_BYTES + count * ENTRY_BYTES;
            batchHash = fold(batchHash, links[:linkBytes]);
            for (uint256 at = COUNT_BYTES; at < linkBytes; at += ENTRY_BYTES) {
                (uint8 slot, uint96 amount) = head(links[at:]);
                sums.bySlot[slot] += amount;
            }
            sums.entries += count;
            links = links[linkBytes:];
        }
    }

    /// @return The hash of a batch after one more link.
    function fold(bytes32 batchHash, bytes memory link) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(batchHash, link));
    }

    /// @return y = Σ sum(slot) · x^(slot + 1) mod p.
    function fingerprint(CreditSums memory sums, uint256 x) internal pure returns (uint256 y) {
        for (uint256 slot = 256; slot > 0; --slot) {
            y = mulmod(addmod(y, sums.bySlot[slot - 1], FIELD_ORDER), x, FIELD_ORDER);
        }
    }
}
