// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ISplitRollup} from "src/interfaces/ISplitRollup.sol";
import {SplitId} from "src/types/SplitId.sol";
import {Base} from "test/Base.t.sol";

/// @notice Somebody who credits splits, and a prover who settles.
abstract contract SplitScene is Base {
    uint256 internal constant FIELD_ORDER =
        21_888_242_871_839_275_222_246_405_745_257_275_088_548_364_400_416_034_343_698_204_186_575_808_495_617;

    address internal immutable PATRON = makeAddr("patron");
    address internal immutable PROVER = makeAddr("prover");

    function setUp() public virtual override {
        super.setUp();
        fund(PATRON, 40_000_000e18, address(rollup));
    }

    function credit(uint64 segment, bytes memory entries) internal {
        vm.prank(PATRON);
        rollup.credit(segment, entries);
    }

    function seal(uint64 segment) internal {
        vm.warp(block.timestamp + SEAL_AGE);
        rollup.seal(segment);
    }

    /// @notice Registers as many splits as asked, of any table.
    function registerSplits(uint256 count) internal {
        for (uint256 i; i < count; ++i) {
            rollup.registerSplit(1 + i);
        }
    }

    /// @return What a proof that settles is bound to.
    function challengeOf(
        ISplitRollup where,
        uint64 segment,
        uint64 batch,
        address beneficiary,
        uint256 newRoot,
        bytes32 batchHash
    ) internal view returns (uint256) {
        uint256 oldRoot = where.rootAt(segment, batch);
        bytes memory bound =
            abi.encode(block.chainid, where, segment, batch, beneficiary, oldRoot, newRoot, batchHash);
        return uint256(keccak256(bound)) % FIELD_ORDER;
    }

    /// @return The split's name in a proof: it carries the chain and the contract.
    function scoped(ISplitRollup where, SplitId split) internal view returns (uint256) {
        uint128 scope = uint128(bytes16(keccak256(abi.encode(block.chainid, where))));
        return uint256(bytes32(abi.encodePacked(uint64(0), scope, split)));
    }
}
