// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ContentCourt} from "src/content/ContentCourt.sol";
import {ContentRegistry} from "src/content/ContentRegistry.sol";
import {OperatorRegistry} from "src/content/OperatorRegistry.sol";
import {ChunkReceipt} from "src/types/ChunkReceipt.sol";
import {Operator, Role} from "src/types/Operator.sol";
import {Unbonding} from "test/helpers/Unbonding.sol";

/// @notice Four operators, edges most of the time, that register, leave, and sign for chunks of a finished and of a live work: some that are committed, some
/// that will be, some that never are. A challenger tries every receipt.
contract BondsHandler is Unbonding {
    uint256 public constant EDGES = 4;

    OperatorRegistry private immutable OPERATORS;
    ContentCourt private immutable COURT;
    ContentRegistry private immutable CONTENTS;
    address private immutable PUBLISHER;
    bytes32 private immutable FINISHED;
    bytes32 private immutable LIVE;
    address public immutable CHALLENGER = makeAddr("challenger");

    /// @notice The bonds that were slashed, in wei, and how many.
    uint256 public slashed;
    uint256 public slashings;
    mapping(address edge => bool) public wasConvicted;

    constructor(
        OperatorRegistry operators,
        ContentCourt court,
        ContentRegistry contents,
        address publisher,
        bytes32 finished,
        bytes32 live
    ) {
        (OPERATORS, COURT, CONTENTS) = (operators, court, contents);
        (PUBLISHER, FINISHED, LIVE) = (publisher, finished, live);
    }

    function register(uint256 who, uint96 bond, uint8 kind) external {
        address operator = edge(who);
        Operator memory stored = OPERATORS.operatorOf(operator);
        bond = uint96(bound(bond, 0, 2 * uint256(OPERATORS.MINIMUM_BOND())));
        bool allowed = !stored.slashed && stored.role == Role.None && bond >= OPERATORS.MINIMUM_BOND();
        vm.prank(operator);
        try OPERATORS.register(kind % 4 == 0 ? Role.Challenger : Role.Edge, "eu", "https://edge", bond) {
            assertTrue(allowed, "registered <=> new, never slashed, and the bond is high enough");
        } catch {
            assertFalse(allowed, "registered <=> new, never slashed, and the bond is high enough");
        }
    }

    function leave(uint256 who) external {
        _leave(OPERATORS, edge(who));
    }

    /// @notice The live work grows, or ends as it stands.
    function goOn(uint16 chunks) external {
        if (!CONTENTS.contentOf(LIVE).live) return;
        vm.prank(PUBLISHER);
        if (chunks % 8 == 0) CONTENTS.endLive(LIVE);
        else CONTENTS.appendCheckpoint(LIVE, keccak256(abi.encode(chunks)), 1000, 1000);
    }

    /// @notice An edge signs for any chunk, and the challenger says that there is none.
    function accuse(uint256 who, bool live, uint32 generation, uint64 index) external {
        address operator = edge(who);
        Operator memory stored = OPERATORS.operatorOf(operator);
        ChunkReceipt memory receipt = ChunkReceipt({
            contentId: live ? LIVE : FINISHED,
            generation: generation % 2,
            index: index % (live ? 5000 : 10),
            length: 1,
            chunkHash: "anything"
        });
        bool guilty = _isLie(receipt) && stored.role == Role.Edge;
        bytes memory signature = _sign(who, receipt);
        vm.prank(CHALLENGER);
        try COURT.slashUncommittedChunk(receipt, signature) returns (address convicted) {
            assertTrue(guilty, "CNT-2: slashed <=> no such chunk, and none can come");
            assertEq(convicted, operator, "CNT-2: who signed is slashed");
            wasConvicted[operator] = true;
            slashed += stored.bond;
            ++slashings;
        } catch {
            assertFalse(guilty, "CNT-2: slashed <=> no such chunk, and none can come");
        }
    }

    function edge(uint256 who) public pure returns (address) {
        return vm.addr(1 + who % EDGES);
    }

    /// @return Whether the work has no such chunk, and can never have it.
    function _isLie(ChunkReceipt memory receipt) private view returns (bool) {
        bool grows = receipt.generation == 0 && CONTENTS.contentOf(receipt.contentId).live;
        return
            !grows && receipt.index >= CONTENTS.commitmentOf(receipt.contentId, receipt.generation).leafCount;
    }

    function _sign(uint256 who, ChunkReceipt memory receipt) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(1 + who % EDGES, COURT.receiptDigest(receipt));
        return abi.encodePacked(r, s, v);
    }
}
