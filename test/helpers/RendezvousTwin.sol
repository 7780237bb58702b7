// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {LibSort} from "solady/utils/LibSort.sol";

/// @notice The choice of owners as docs/SPEC.md has it: every place scored, all sorted.
library RendezvousTwin {
    uint256 private constant TAKEN = 1 << 255;

    function owners(uint256[] memory roster, uint256[] memory regions, bytes32 contentId, uint256 extra)
        internal
        pure
        returns (address[] memory chosen)
    {
        uint256[] memory ranked = _ranked(roster, contentId);
        uint256 count;
        for (uint256 r; r < regions.length; ++r) {
            uint256 left = 2 + extra;
            for (uint256 i; i < ranked.length && left != 0; ++i) {
                if (uint64(roster[uint16(ranked[i])] >> 32) != regions[r]) continue;
                ranked[i] |= TAKEN;
                --left;
                ++count;
            }
        }
        uint256 copies = 3 + extra * (regions.length == 0 ? 1 : regions.length);
        for (uint256 i; i < ranked.length && count < copies; ++i) {
            if (ranked[i] & TAKEN != 0) continue;
            ranked[i] |= TAKEN;
            ++count;
        }
        chosen = new address[](count);
        count = 0;
        for (uint256 i; i < ranked.length; ++i) {
            if (ranked[i] & TAKEN == 0) continue;
            chosen[count++] = address(uint160(roster[uint16(ranked[i])] >> 96));
        }
    }

    function _ranked(uint256[] memory roster, bytes32 contentId)
        private
        pure
        returns (uint256[] memory ranked)
    {
        ranked = new uint256[](roster.length);
        uint256 count;
        for (uint256 place; place < roster.length; ++place) {
            uint256 weight = uint32(roster[place]);
            bytes32 hash = keccak256(abi.encode(contentId, place / 8));
            uint256 u = uint256(hash) / 2 ** (224 - 32 * (place % 8)) % 2 ** 32 | 1;
            if (weight != 0) ranked[count++] = _score(u, weight) << 16 | place;
        }
        assembly ("memory-safe") {
            mstore(ranked, count)
        }
        LibSort.sort(ranked);
    }

    function _score(uint256 u, uint256 weight) private pure returns (uint256) {
        uint256 zeros;
        while (u < 2 ** 31) {
            u *= 2;
            ++zeros;
        }
        uint256 gap = (2 ** 32 - u) / 32;
        uint256 slope = 1_736_433 + 4_347_660 * gap / 2 ** 26;
        slope = 12_634_367 + slope * gap / 2 ** 26;
        slope = 48_390_404 + slope * gap / 2 ** 26;
        return (zeros * 2 ** 26 + slope * gap / 2 ** 26) * 2 ** 22 / weight;
    }
}
