// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {Rendezvous} from "src/libraries/Rendezvous.sol";
import {RendezvousTwin} from "test/helpers/RendezvousTwin.sol";

/// @notice DEL-2: what the choice of owners promises, of any roster.
contract Rendezvous_FuzzTest is Test {
    uint256 private constant REGIONS = 4;

    /// @dev The same as of all places scored and sorted, for ten works of each roster.
    function testFuzz_AsItsTwin(uint256 seed, uint256 size, uint256 named, uint256 extra) external pure {
        uint256[] memory roster = _roster(seed, bound(size, 0, 200));
        uint256[] memory regions = _regions(bound(named, 0, REGIONS));
        extra = bound(extra, 0, 4);
        for (uint256 n; n < 10; ++n) {
            bytes32 work = keccak256(abi.encode(seed, "work", n));
            assertEq(
                Rendezvous.owners(roster, regions, work, extra),
                RendezvousTwin.owners(roster, regions, work, extra)
            );
        }
    }

    /// @dev As many as were asked for or as there are, each once, none from a free place.
    function testFuzz_EnoughAndNoneTwice(uint256 seed, uint256 size, uint256 named, uint256 extra)
        external
        pure
    {
        uint256[] memory roster = _roster(seed, bound(size, 0, 60));
        uint256[] memory regions = _regions(bound(named, 0, REGIONS));
        extra = bound(extra, 0, 4);
        address[] memory owners = Rendezvous.owners(roster, regions, bytes32(seed), extra);
        uint256 most = _count(roster, 0);
        uint256 wanted = 3 + extra * (regions.length == 0 ? 1 : regions.length);
        if (wanted > most) wanted = most;
        assertGe(owners.length, wanted);
        for (uint256 i; i < owners.length; ++i) {
            assertNotEq(_placeOf(roster, owners[i]), type(uint256).max, "an owner is on the roster");
            for (uint256 n; n < i; ++n) {
                assertNotEq(owners[i], owners[n], "no owner is there twice");
            }
        }
        for (uint256 r; r < regions.length; ++r) {
            uint256 there = _count(roster, regions[r]);
            assertGe(
                _countOf(roster, owners, regions[r]), there < 2 + extra ? there : 2 + extra, "a region's"
            );
        }
    }

    /// @dev Who leaves gives up what it had, to one other at most, and nobody else's moves.
    function testFuzz_OnlyWhatMustMoveMoves(
        uint256 seed,
        uint256 size,
        uint256 named,
        uint256 extra,
        uint256 who
    ) external pure {
        uint256[] memory roster = _roster(seed, bound(size, 1, 60));
        uint256[] memory regions = _regions(bound(named, 0, REGIONS));
        extra = bound(extra, 0, 4);
        address[] memory before = Rendezvous.owners(roster, regions, bytes32(seed), extra);
        uint256 place = bound(who, 0, roster.length - 1);
        address gone = address(uint160(roster[place] >> 96));
        bool hadIt = roster[place] != 0 && _has(before, gone);
        roster[place] = 0;
        address[] memory later = Rendezvous.owners(roster, regions, bytes32(seed), extra);
        uint256 fresh;
        for (uint256 i; i < later.length; ++i) {
            if (!_has(before, later[i])) ++fresh;
        }
        assertLe(fresh, hadIt ? 1 : 0, "what the edge held moves, once");
        assertGe(later.length + (hadIt ? 1 : 0), before.length);
        for (uint256 i; i < before.length; ++i) {
            assertTrue(before[i] == gone || _has(later, before[i]), "nobody else's moves");
        }
    }

    /// @dev Works go by weight: of 400, the edge with two thirds of the weight is the first owner of 267, within 5 sigma.
    function testFuzz_ChancesGoByWeight(uint256 seed) external pure {
        uint256[] memory roster = new uint256[](3);
        (roster[0], roster[1], roster[2]) = (_word(1, 1, 1000), _word(2, 1, 4000), _word(3, 1, 1000));
        uint256 count;
        for (uint256 i; i < 400; ++i) {
            address[] memory owners =
                Rendezvous.owners(roster, new uint256[](0), keccak256(abi.encode(seed, i)), 0);
            if (owners[0] == address(2)) ++count;
        }
        assertApproxEqAbs(count, 267, 47);
    }

    /// @dev Some places are free; regions from 1 on.
    function _roster(uint256 seed, uint256 size) private pure returns (uint256[] memory roster) {
        roster = new uint256[](size);
        for (uint256 i; i < size; ++i) {
            uint256 drawn = uint256(keccak256(abi.encode(seed, i)));
            if (drawn % 8 != 0) {
                roster[i] = _word(i + 1, 1 + drawn / 8 % REGIONS, 1 + (drawn >> 128) % 20_000);
            }
        }
    }

    function _word(uint256 edge, uint256 region, uint256 weight) private pure returns (uint256) {
        return edge << 96 | region << 32 | weight;
    }

    function _regions(uint256 count) private pure returns (uint256[] memory regions) {
        regions = new uint256[](count);
        for (uint256 i; i < count; ++i) {
            regions[i] = i + 1;
        }
    }

    /// @dev Of all regions if `region` is zero.
    function _count(uint256[] memory roster, uint256 region) private pure returns (uint256 count) {
        for (uint256 i; i < roster.length; ++i) {
            if (roster[i] != 0 && (region == 0 || uint64(roster[i] >> 32) == region)) ++count;
        }
    }

    function _countOf(uint256[] memory roster, address[] memory owners, uint256 region)
        private
        pure
        returns (uint256 count)
    {
        for (uint256 i; i < owners.length; ++i) {
            if (uint64(roster[_placeOf(roster, owners[i])] >> 32) == region) ++count;
        }
    }

    function _placeOf(uint256[] memory roster, address edge) private pure returns (uint256) {
        for (uint256 i; i < roster.length; ++i) {
            if (roster[i] != 0 && address(uint160(roster[i] >> 96)) == edge) return i;
        }
        return type(uint256).max;
    }

    function _has(address[] memory owners, address edge) private pure returns (bool) {
        for (uint256 i; i < owners.length; ++i) {
            if (owners[i] == edge) return true;
        }
        return false;
    }
}
