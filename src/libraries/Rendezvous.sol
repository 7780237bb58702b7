// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

/// @title Rendezvous
/// @notice Chooses the owners of a work among weighted places, so that anyone who computes it comes to the same.
/// @dev The plain twin is `agents/sdk/placement/rendezvous.ts`, which a differential test holds this to; assembly takes a third of the gas.
/// No number of a score is above 2^53, so that TypeScript needs no bigint. A place of a roster is `edge u160 ‖ region u64 ‖ weight u32`, most
/// significant first; zero is a free place. A score follows from the place, not from the edge: nobody chooses a place, so nobody chooses
/// an address for the works that the address would own.
library Rendezvous {
    /// @notice The copies of a work for which nothing was asked.
    uint256 internal constant COPIES = 3;
    /// @notice The copies in each region that a publisher names.
    uint256 internal constant REGIONAL_COPIES = 2;

    /// @dev Above every score.
    uint256 private constant MOST_SCORE = 1 << 54;
    /// @dev Above every entry, which is `score ‖ place u16`: fills the end of a list.
    uint256 private constant NONE = type(uint256).max;

    /// @notice {REGIONAL_COPIES} + `extra` owners in each of `regions`, then whoever ranks best, up to {COPIES} and `extra` for each region
    /// (or, if none is named, `extra` for all). Fewer where there are no more places.
    /// @param roster No edge has two places.
    /// @param regions Each in the low 64 bits, above zero; none twice.
    /// @return chosen The owners' edges, the best first.
    function owners(uint256[] memory roster, uint256[] memory regions, bytes32 contentId, uint256 extra)
        internal
        pure
        returns (address[] memory chosen)
    {
        uint256 regional = REGIONAL_COPIES + extra;
        uint256 copies = COPIES + extra * FixedPointMathLib.max(regions.length, 1);
        uint256[] memory picked = _newList(FixedPointMathLib.max(copies, regional * regions.length));
        uint256 count;
        for (uint256 r; r < regions.length; ++r) {
            count += _pick(picked, _best(roster, contentId, regions[r], regional), regional);
        }
        if (count < copies) count += _pick(picked, _best(roster, contentId, 0, copies), copies - count);

        chosen = new address[](count);
        for (uint256 i; i < count; ++i) {
            // forge-lint: disable-next-line(unsafe-typecast) the place is the low 16 bits, the edge the high 160
            chosen[i] = address(uint160(roster[uint16(picked[i])] >> 96));
        }
    }

    /// @return best The `count` least of all entries, in order: of the places in `region`, or of all if `region` is zero.
    function _best(uint256[] memory roster, bytes32 contentId, uint256 region, uint256 count)
        private
        pure
        returns (uint256[] memory best)
    {
        best = _newList(count);
        uint256 limit = MOST_SCORE;
        uint256 lanes;
        for (uint256 place; place < roster.length; ++place) {
            uint256 taken;
            uint256 lane;
            bool mayRank;
            assembly ("memory-safe") {
                // one hash serves eight places
                if iszero(and(place, 7)) {
                    mstore(0, contentId)
                    mstore(32, shr(3, place))
                    lanes := keccak256(0, 64)
                }
                lane := or(shr(224, lanes), 1)
                lanes := shl(32, lanes)
                taken := mload(add(add(roster, 32), shl(5, place)))
                // −log2(u) ≥ (1 − u) · 1.4375, so most need no logarithm: a score is at least
                // ((2^32 − lane) · 94,208 − 2^24) / weight, and of equal scores the earlier place is before
                mayRank := lt(
                    mul(sub(0x100000000, lane), 94208),
                    add(mul(limit, and(taken, 0xffffffff)), 0x1000000)
                )
            }
            if (!mayRank || taken == 0 || (region != 0 && (taken >> 32 & type(uint64).max) != region)) {
                continue;
            }
            uint256 worst = _insert(best, _scoreOf(lane, taken & type(uint32).max) << 16 | place);
            limit = FixedPointMathLib.min(MOST_SCORE, worst >> 16);
        }
    }

    /// @return score −log2(lane / 2^32) with 48 binary places, over the weight: the least of many is each one's with a chance in proportion
    /// to its weight.
    /// @param lane An odd number of 32 bits.
    /// @dev The logarithm is a polynomial within 0.04 %, which meets itself where an octave ends.
    function _scoreOf(uint256 lane, uint256 weight) private pure returns (uint256 score) {
        assembly ("memory-safe") {
            for {} lt(lane, 0x80000000) { lane := shl(1, lane) } { score := add(score, 0x4000000) }
            // from the top of the octave down
            let gap := shr(5, sub(0x100000000, lane))
            let slope := add(1736433, shr(26, mul(4347660, gap)))
            slope := add(12634367, shr(26, mul(slope, gap)))
            slope := add(48390404, shr(26, mul(slope, gap)))
            score := div(shl(22, add(score, shr(26, mul(slope, gap)))), weight)
        }
    }

    /// @notice Picks the first `most` of `best` that were not picked.
    /// @return count The number picked.
    function _pick(uint256[] memory picked, uint256[] memory best, uint256 most)
        private
        pure
        returns (uint256 count)
    {
        for (uint256 i; i < best.length && best[i] != NONE && count < most; ++i) {
            if (_has(picked, best[i])) continue;
            _insert(picked, best[i]);
            ++count;
        }
    }

    /// @notice Puts `entry` in its place, unless all are less; the last of the list falls out.
    /// @return worst The last one now.
    function _insert(uint256[] memory list, uint256 entry) private pure returns (uint256 worst) {
        assembly ("memory-safe") {
            let first := add(list, 32)
            let last := add(list, shl(5, mload(list)))
            worst := mload(last)
            if lt(entry, worst) {
                let at := last
                for {} gt(at, first) { at := sub(at, 32) } {
                    let before := mload(sub(at, 32))
                    if lt(before, entry) { break }
                    mstore(at, before)
                }
                mstore(at, entry)
                worst := mload(last)
            }
        }
    }

    /// @dev The caller guarantees that the list is not full.
    function _has(uint256[] memory list, uint256 entry) private pure returns (bool) {
        for (uint256 i; list[i] <= entry; ++i) {
            if (list[i] == entry) return true;
        }
        return false;
    }

    function _newList(uint256 length) private pure returns (uint256[] memory list) {
        list = new uint256[](length);
        assembly ("memory-safe") {
            let end := add(add(list, 32), shl(5, length))
            for { let at := add(list, 32) } lt(at, end) { at := add(at, 32) } { mstore(at, not(0)) }
        }
    }
}
