// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {ERC20} from "solady/tokens/ERC20.sol";

import {SplitRollup} from "src/splits/SplitRollup.sol";
import {Groth16Proof} from "src/types/Groth16Proof.sol";
import {Segment} from "src/types/Segment.sol";
import {SplitId} from "src/types/SplitId.sol";
import {Batch} from "test/helpers/Batch.sol";
import {Openings} from "test/helpers/RelationVerifiers.sol";
import {SplitRow} from "test/helpers/SplitRow.sol";

/// @notice Patrons, provers and collaborators of six splits in two segments; some of them lie.
contract RollupHandler is Test {
    uint8 private constant SLOTS = 3;

    SplitRollup private immutable ROLLUP;
    Openings private immutable OPENINGS;
    ERC20 private immutable STREAM;
    uint96 private immutable FEE;
    address private immutable PROVER = makeAddr("prover");

    SplitRow[][3] private _tables;
    SplitId[] public splits;
    Groth16Proof private _noProof;

    /// @dev By segment: the open batch's links, those of every sealed batch, and the leaves that were settled.
    mapping(uint64 segment => bytes) private _openLinks;
    mapping(uint64 segment => bytes[]) private _sealedLinks;
    mapping(uint64 segment => uint256[SLOTS][]) private _history;

    mapping(SplitId split => uint256) public settledCredits;
    uint256 public credited;
    /// @notice What the recipients were seen to receive.
    mapping(SplitId split => uint256) public paidOf;
    uint256 public paidInAll;
    uint256 public unsettledEntries;

    constructor(SplitRollup rollup, Openings openings) {
        (ROLLUP, OPENINGS, STREAM, FEE) = (rollup, openings, ERC20(rollup.TOKEN()), rollup.PROVING_FEE());
        _addRow(0, 7000);
        _addRow(0, 3000);
        _addRow(1, 1);
        _addRow(1, 3333);
        _addRow(1, 6666);
        // sums to 10,000 in the field only: what the circuit's range checks are for
        _addRow(2, 15_000);
        _addRow(2, openings.FIELD_ORDER() - 5000);
        uint256[3] memory hashes;
        for (uint256 i; i < 3; ++i) {
            hashes[i] = openings.declareTable(_tables[i]);
        }
        // slots 0 to 2 of both segments carry the tables in turn
        while (rollup.splitCount() < 256 + SLOTS) {
            uint256 slot = rollup.splitCount() % 256;
            SplitId split = rollup.registerSplit(slot < SLOTS ? hashes[slot] : 1);
            if (slot < SLOTS) splits.push(split);
        }
        uint256[SLOTS] memory nothing;
        _history[0].push(nothing);
        _history[1].push(nothing);
    }

    /* ACTIONS */

    function credit(uint64 segment, uint8[3] calldata slots, uint96[3] calldata amounts, uint8 count)
        external
    {
        segment %= 2;
        count = 1 + count % 3;
        bytes memory entries;
        uint256 sum;
        for (uint256 i; i < count; ++i) {
            uint96 amount = 1 + amounts[i] % 1000e18;
            entries = bytes.concat(entries, Batch.entry(slots[i] % SLOTS, amount));
            sum += amount;
        }
        STREAM.approve(address(ROLLUP), sum + count * FEE);
        ROLLUP.credit(segment, entries);
        _openLinks[segment] = bytes.concat(_openLinks[segment], Batch.link(entries));
        credited += sum;
        unsettledEntries += count;
    }

    function seal(uint64 segment, uint8 later) external {
        segment %= 2;
        vm.warp(vm.getBlockTimestamp() + later);
        _seal(segment);
    }

    /// @param all Whether the open batch is sealed too, and every one settled.
    function settle(uint64 segment, bool all) external {
        segment %= 2;
        vm.warp(vm.getBlockTimestamp() + (all ? ROLLUP.SEAL_AGE() : 0));
        if (all) _seal(segment);
        uint256 pending = _sealedLinks[segment].length - ROLLUP.segmentOf(segment).settledBatches;
        for (uint256 i; i < (all || pending == 0 ? pending : 1); ++i) {
            _settleOldest(segment);
        }
    }

    /// @notice Tries to settle to a root of other leaves, or another batch than the oldest.
    function settleFalsely(uint64 segment, uint8 kind, uint8 slot, uint96 amount, uint256 later) external {
        segment %= 2;
        uint64 batch = ROLLUP.segmentOf(segment).settledBatches;
        if (batch == _sealedLinks[segment].length) return;
        bytes memory links = _sealedLinks[segment][batch];
        (uint256[SLOTS] memory leaves,) = _after(segment, links);
        slot %= SLOTS;
        amount = 1 + amount % 1000e18;
        kind %= 4;
        if (kind == 0) {
            leaves[slot] += amount;
        } else if (kind == 1) {
            leaves[slot] = leaves[slot] > amount ? leaves[slot] - amount : leaves[slot] + 1;
        } else if (kind == 2) {
            leaves[slot] += amount;
            leaves[(slot + 1) % SLOTS] =
                addmod(leaves[(slot + 1) % SLOTS], OPENINGS.FIELD_ORDER() - amount, OPENINGS.FIELD_ORDER());
        } else {
            links = _sealedLinks[segment][batch + later % (_sealedLinks[segment].length - batch)];
            if (keccak256(links) == keccak256(_sealedLinks[segment][batch])) return;
        }
        uint256 root = _declare(leaves);
        try ROLLUP.settle(segment, links, root, PROVER, _noProof) {
            assertTrue(false, "SPL-1, SPL-2: only the oldest batch settles, and only to its own leaves");
        } catch {}
    }

    /// @notice Claims every share of every split.
    /// @param back How many batches before the present one the root is that is claimed against; odd: none.
    function claim(uint64 back) external {
        for (uint256 who; who < splits.length; ++who) {
            _claimAll(who, back % 2 == 0 ? back / 2 : 0);
        }
    }

    /// @notice Tries to claim more, or another's, or by another place in the table.
    function claimFalsely(uint256 who, uint8 position, uint8 kind, uint128 more) external {
        who %= splits.length;
        (SplitId split, SplitRow[] memory rows, uint64 settled, uint256 revenue) = _claimable(who, 0);
        position %= uint8(rows.length);
        SplitRow memory row = rows[position];
        uint128 share = _share(revenue, row.bps);
        kind %= 4;
        if (kind == 0) share += 1 + more % 1000e18;
        if (kind == 1) row.recipient = address(this);
        if (kind == 2) position += 3;
        if (kind == 3) split = splits[(who + SLOTS) % splits.length];
        if (kind == 3 && settledCredits[split] == revenue) return;
        if (kind == 3) settled = ROLLUP.segmentOf(split.segment()).settledBatches;
        if (_claim(split, position, row.recipient, share, settled)) {
            // another split's share may by chance be the same sum; anything else is theft
            assertEq(kind, 3, "SPL-1: only what the table says, to whom it says");
            assertEq(_share(settledCredits[split], row.bps), share, "SPL-1: only the split's own share");
        }
    }

    /* WHAT THE INVARIANTS SUM UP */

    function splitsCount() external view returns (uint256) {
        return splits.length;
    }

    /// @return What the root of the split's segment says about it now.
    function revenueOf(SplitId split) external view returns (uint256) {
        uint64 settled = ROLLUP.segmentOf(split.segment()).settledBatches;
        return OPENINGS.leafAt(ROLLUP.rootAt(split.segment(), settled), split.slot());
    }

    /// @return The revenue of `slot` after the segment's first `batches` batches.
    function leafAfter(uint64 segment, uint64 batches, uint8 slot) external view returns (uint256) {
        return _history[segment][batches][slot];
    }

    function sealedCount(uint64 segment) external view returns (uint256) {
        return _sealedLinks[segment].length;
    }

    /// @return folded The hash that the segment's batch was sealed with.
    function sealedHash(uint64 segment, uint256 batch) external view returns (bytes32 folded) {
        bytes memory links = _sealedLinks[segment][batch];
        for (uint256 at; at < links.length;) {
            bytes memory link = _slice(links, at, 2 + 13 * _count(links, at));
            folded = keccak256(bytes.concat(folded, link));
            at += link.length;
        }
    }

    /* INTERNAL */

    function _seal(uint64 segment) private {
        Segment memory queue = ROLLUP.segmentOf(segment);
        bool due =
            queue.openEntries != 0 && vm.getBlockTimestamp() >= uint256(queue.openedAt) + ROLLUP.SEAL_AGE();
        try ROLLUP.seal(segment) {
            assertTrue(due, "sealed <=> old enough, and not empty");
            _sealedLinks[segment].push(_openLinks[segment]);
            delete _openLinks[segment];
        } catch {
            assertFalse(due, "sealed <=> old enough, and not empty");
        }
    }

    function _settleOldest(uint64 segment) private {
        bytes memory links = _sealedLinks[segment][ROLLUP.segmentOf(segment).settledBatches];
        (uint256[SLOTS] memory leaves, uint256 entries) = _after(segment, links);
        uint256 before = STREAM.balanceOf(PROVER);
        ROLLUP.settle(segment, links, _declare(leaves), PROVER, _noProof);

        assertEq(STREAM.balanceOf(PROVER) - before, entries * FEE, "PAY-2: the batch's fees, no more");
        for (uint8 slot; slot < SLOTS; ++slot) {
            settledCredits[splits[segment * SLOTS + slot]] = leaves[slot];
        }
        _history[segment].push(leaves);
        unsettledEntries -= entries;
    }

    function _claimAll(uint256 who, uint64 back) private {
        (SplitId split, SplitRow[] memory rows, uint64 settled, uint256 revenue) = _claimable(who, back);
        for (uint8 position; position < rows.length; ++position) {
            uint128 share = _share(revenue, rows[position].bps);
            bool isTrue = who % SLOTS != 2 && share > ROLLUP.claimed(split, position);
            if (_claim(split, position, rows[position].recipient, share, settled)) {
                assertTrue(isTrue, "SPL-1: a malformed table pays nobody, and no share is paid twice");
            } else {
                assertFalse(isTrue, "SPL-1: a true share can be claimed");
            }
        }
    }

    function _claim(SplitId split, uint8 position, address recipient, uint128 share, uint64 settled)
        private
        returns (bool)
    {
        uint256 before = STREAM.balanceOf(recipient);
        try ROLLUP.claim(split, position, recipient, share, settled, _noProof) {
            uint256 paid = STREAM.balanceOf(recipient) - before;
            paidOf[split] += paid;
            paidInAll += paid;
            return true;
        } catch {
            return false;
        }
    }

    function _claimable(uint256 who, uint64 back)
        private
        view
        returns (SplitId split, SplitRow[] memory rows, uint64 settled, uint256 revenue)
    {
        split = splits[who % splits.length];
        rows = _tables[who % splits.length % SLOTS];
        uint64 present = ROLLUP.segmentOf(split.segment()).settledBatches;
        settled = present - back % (present + 1);
        revenue = _history[split.segment()][settled][split.slot()];
    }

    /// @return What the table says; for the row that is negative in the field, nothing.
    function _share(uint256 revenue, uint256 bps) private pure returns (uint128) {
        // forge-lint: disable-next-line(unsafe-typecast) no handler credits so much
        return bps > 15_000 ? 0 : uint128(revenue * bps / 10_000);
    }

    /// @return leaves What the segment holds after `links`.
    function _after(uint64 segment, bytes memory links)
        private
        view
        returns (uint256[SLOTS] memory leaves, uint256 entries)
    {
        leaves = _history[segment][_history[segment].length - 1];
        for (uint256 at; at < links.length;) {
            uint256 count = _count(links, at);
            at += 2;
            for (uint256 i; i < count; ++i) {
                bytes memory entry = _slice(links, at, 13);
                leaves[uint8(entry[0])] += uint96(bytes12(bytes32(_slice(entry, 1, 12))));
                at += 13;
            }
            entries += count;
        }
    }

    function _declare(uint256[SLOTS] memory leaves) private returns (uint256) {
        uint256[] memory list = new uint256[](SLOTS);
        for (uint256 i; i < SLOTS; ++i) {
            list[i] = leaves[i];
        }
        return OPENINGS.declareLeaves(list);
    }

    function _count(bytes memory links, uint256 at) private pure returns (uint256) {
        return uint256(uint8(links[at])) << 8 | uint8(links[at + 1]);
    }

    function _slice(bytes memory data, uint256 from, uint256 length) private pure returns (bytes memory cut) {
        cut = new bytes(length);
        for (uint256 i; i < length; ++i) {
            cut[i] = data[from + i];
        }
    }

    function _addRow(uint256 table, uint256 bps) private {
        string memory name = string.concat(vm.toString(table), ".", vm.toString(_tables[table].length));
        _tables[table].push(SplitRow(makeAddr(name), bps));
    }
}
