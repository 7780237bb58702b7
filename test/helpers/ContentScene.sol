// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {Payee, payeeOf} from "src/types/Payee.sol";
import {Base} from "test/Base.t.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";

/// @notice A publisher of works whose trees the tests know.
abstract contract ContentScene is Base {
    using ContentTwin for ChunkLeaf[];

    uint96 internal constant RATE = 1e15;
    address internal immutable PUBLISHER = makeAddr("publisher");
    Payee internal immutable CREATOR = payeeOf(makeAddr("creator"));

    /// @return leaves As many chunks as asked, of lengths from 1 byte on.
    function leavesOf(uint256 count) internal pure returns (ChunkLeaf[] memory leaves) {
        leaves = new ChunkLeaf[](count);
        for (uint64 i; i < count; ++i) {
            leaves[i] = ChunkLeaf({
                index: i,
                // forge-lint: disable-next-line(unsafe-typecast) at most 65,536
                length: uint32(1 + uint256(i) * 7919 % 65_536),
                chunkHash: sha256(abi.encode("chunk", i)),
                piecesRoot: keccak256(abi.encode("pieces", i))
            });
        }
    }

    function byteCountOf(ChunkLeaf[] memory leaves) internal pure returns (uint64 byteCount) {
        for (uint256 i; i < leaves.length; ++i) {
            byteCount += leaves[i].length;
        }
    }

    /// @return leaves Other chunks than {leavesOf} gives, of the same lengths.
    function othersOf(uint256 count, uint256 seed) internal pure returns (ChunkLeaf[] memory leaves) {
        leaves = leavesOf(count);
        for (uint256 i; i < count; ++i) {
            leaves[i].chunkHash = sha256(abi.encode(seed, leaves[i].chunkHash));
        }
    }

    function publish(bytes32 salt, ChunkLeaf[] memory leaves) internal returns (bytes32) {
        vm.prank(PUBLISHER);
        return
            contents.register(salt, CREATOR, RATE, uint64(leaves.length), byteCountOf(leaves), leaves.root());
    }

    function republish(bytes32 contentId, ChunkLeaf[] memory leaves) internal returns (uint32) {
        vm.prank(PUBLISHER);
        return contents.republish(contentId, uint64(leaves.length), byteCountOf(leaves), leaves.root());
    }

    function publishLive(bytes32 salt) internal returns (bytes32) {
        vm.prank(PUBLISHER);
        return contents.registerLive(salt, CREATOR, RATE);
    }

    function append(bytes32 contentId, bytes32 checkpointRoot, uint16 leafCount, uint64 byteCount) internal {
        vm.prank(PUBLISHER);
        contents.appendCheckpoint(contentId, checkpointRoot, leafCount, byteCount);
    }

    function endLive(bytes32 contentId) internal {
        vm.prank(PUBLISHER);
        contents.endLive(contentId);
    }

    /// @return The root that the registry must hold.
    function contentRootOf(bytes32 contentId, ChunkLeaf[] memory leaves) internal pure returns (bytes32) {
        return contentRootOf(contentId, 0, leaves);
    }

    function contentRootOf(bytes32 contentId, uint32 generation, ChunkLeaf[] memory leaves)
        internal
        pure
        returns (bytes32)
    {
        return contentRootOf(contentId, generation, uint64(leaves.length), byteCountOf(leaves), leaves.root());
    }

    function contentRootOf(bytes32 contentId, uint64 leafCount, uint64 byteCount, bytes32 checkpointsRoot)
        internal
        pure
        returns (bytes32)
    {
        return contentRootOf(contentId, 0, leafCount, byteCount, checkpointsRoot);
    }

    function contentRootOf(
        bytes32 contentId,
        uint32 generation,
        uint64 leafCount,
        uint64 byteCount,
        bytes32 checkpointsRoot
    ) internal pure returns (bytes32) {
        return keccak256(
            abi.encodePacked(hex"02", contentId, generation, leafCount, byteCount, checkpointsRoot)
        );
    }
}
