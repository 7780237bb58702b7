// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Base} from "test/Base.t.sol";
import {ContentHandler} from "test/invariant/handlers/ContentHandler.sol";

contract ContentRegistry_Invariants is Base {
    ContentHandler private _handler;

    function setUp() public override {
        super.setUp();
        _handler = new ContentHandler(contents);
        targetContract(address(_handler));
    }

    function invariant_CNT1() external view {
        uint256 count = _handler.watchedCount();
        if (count == 0) return;
        _check(0); // neither appending nor republishing takes anything back
        _check(count - 1);
    }

    function _check(uint256 which) private view {
        (bytes32 contentId, uint32 generation, bytes memory proof) = _handler.proofOf(which);
        assertTrue(contents.isProvenIn(contentId, generation, proof), "CNT-1: proven(committed chunk)");
        uint32 present = contents.contentOf(contentId).generation;
        if (generation == present) {
            assertTrue(contents.isProven(contentId, proof), "CNT-1: proven(committed chunk)");
        }
        assertFalse(
            contents.isProvenIn(contentId, present + 1, proof), "CNT-1: not proven(in another generation)"
        );
        // in turn: index, length, hash, pieces, path
        for (uint256 at = 7; at < proof.length; at += at < 12 ? 4 : 23) {
            proof[at] ^= 0x01;
            assertFalse(
                contents.isProvenIn(contentId, generation, proof), "CNT-1: not proven(any other chunk)"
            );
            proof[at] ^= 0x01;
        }
        assertFalse(contents.isProvenIn(~contentId, generation, proof), "CNT-1: not proven(of another work)");
    }
}
