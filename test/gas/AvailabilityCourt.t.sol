// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IAvailabilityCourt} from "src/interfaces/IAvailabilityCourt.sol";
import {ChunkLeaf} from "src/types/ChunkLeaf.sol";
import {PieceRequest} from "src/types/PieceRequest.sol";
import {AvailabilityScene} from "test/helpers/AvailabilityScene.sol";
import {ContentTwin} from "test/helpers/ContentTwin.sol";
import {GasCeiling} from "test/helpers/GasCeiling.sol";

/// @notice What a transaction costs, its 21,000 and its call data included. Measured, and 2 % above it asserted.
/// @dev The chunk has 64 pieces and no byte is zero, so no answer costs more. {_floorOf} is EIP-7623's, which some chains have.
/// forge-config: default.isolate = true
contract AvailabilityCourt_GasTest is AvailabilityScene, GasCeiling {
    /// @dev Siblings of a path over 2^30 chunks and more than 2^40 bytes.
    uint256 private constant DEPTH = 30;

    bytes32[] private _path;
    bytes private _piece;
    bytes32 private _root;
    bytes private _proof;

    function setUp() public override {
        super.setUp();
        _piece = new bytes(1024);
        for (uint256 i; i < 1024; ++i) {
            _piece[i] = 0xff;
        }
        bytes32 node = keccak256(bytes.concat(hex"01", bytes4(uint32(63)), _piece));
        for (uint256 i; i < 6; ++i) {
            _path.push(keccak256(abi.encode("piece", i)));
            node = ContentTwin.node(node, _path[i]);
        }
        _root = node;
        // a work of depth 30 whose chunk it is
        ChunkLeaf memory leaf = ChunkLeaf(INDEX, 65_536, sha256("chunk"), node);
        _proof = ContentTwin.pack(leaf);
        node = ContentTwin.leafHash(leaf);
        for (uint256 i; i < DEPTH; ++i) {
            bytes32 sibling = keccak256(abi.encode("chunk", i));
            _proof = bytes.concat(_proof, sibling);
            node = ContentTwin.node(node, sibling);
        }
        vm.prank(PUBLISHER);
        contentId = contents.register("deep", CREATOR, RATE, 1 << 30, 1 << 40, node);
        // neither the edge's slot nor the balances are new storage words or accounts
        vm.txGasPrice(1 gwei);
        availability.answer(ask(63, 0, _root), _piece, _path);
        PieceRequest memory request = ask(63, 1, _root);
        vm.prank(STRANGER);
        vm.deal(STRANGER, 1 ether);
        passDeadlineOf(request);
        availability.collect(request);
        vm.prank(EDGE);
        operators.addBond(EDGE, 10 * MINIMUM_BOND / 2);
    }

    function test_Request() external {
        ask(63, 0, _root);
        assertCost("requestPiece", 48_518, 50_000);
    }

    function test_RequestInANewSlot() external {
        ask(63, 2, _root);
        assertCost("requestPiece, a slot that was never used", 65_630);
    }

    function test_Answer() external {
        PieceRequest memory request = ask(63, 0, _root);
        availability.answer(request, _piece, _path);
        assertCost("answer", 68_000, 80_000);
        assertLe(_floorOf(abi.encodeCall(IAvailabilityCourt.answer, (request, _piece, _path))), 80_000);
    }

    function test_AnswerWithProofAtDepth30() external {
        PieceRequest memory request = ask(63, 0, 0);
        availability.answerWithProof(request, _piece, _path, _proof);
        assertCost("answerWithProof, depth 30", 128_154, 140_000);
        bytes memory data =
            abi.encodeCall(IAvailabilityCourt.answerWithProof, (request, _piece, _path, _proof));
        assertLe(_floorOf(data), 140_000, "the bond covers the answer at the floor");
    }

    function test_RefuteAtDepth30() external {
        PieceRequest memory request = ask(63, 0, "another");
        availability.refute(request, _proof);
        assertCost("refute, depth 30", 109_953, 140_000);
    }

    function test_Collect() external {
        PieceRequest memory request = ask(63, 0, _root);
        passDeadlineOf(request);
        availability.collect(request);
        assertCost("collect", 105_918);
    }

    function test_CollectAnotherOfTheSameEpoch() external {
        PieceRequest memory first = ask(63, 0, _root);
        PieceRequest memory second = ask(63, 1, _root);
        passDeadlineOf(first);
        availability.collect(first);
        availability.collect(second);
        assertCost("collect, the second loss of a work in an epoch", 86_030);
    }

    function test_VerifyContentAtDepth30() external {
        assertTrue(contents.verifyContent(contentId, _proof));
        // the work itself: a proof alone is 17,000 gas of call data, and 41,000 where EIP-7623's floor holds
        assertLe(vm.lastCallGas().gasTotalUsed - 21_000, 50_000, "verifyContent costs more than the goal");
        assertCost("verifyContent, depth 30", 69_007);
    }

    /// @return The least gas of a transaction with this call data (EIP-7623).
    function _floorOf(bytes memory data) private pure returns (uint256) {
        uint256 tokens;
        for (uint256 i; i < data.length; ++i) {
            tokens += data[i] == 0 ? 1 : 4;
        }
        return 21_000 + 10 * tokens;
    }
}
