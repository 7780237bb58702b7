// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {AvailabilityCourt} from "src/content/AvailabilityCourt.sol";
import {IAvailabilityCourt} from "src/interfaces/IAvailabilityCourt.sol";
import {OperatorRegistry} from "src/content/OperatorRegistry.sol";
import {Role} from "src/types/Operator.sol";
import {Holding, PieceRequest} from "src/types/PieceRequest.sol";
import {Unbonding} from "test/helpers/Unbonding.sol";

/// @notice An honest edge and a lazy one, asked for the pieces of one chunk, soundly and not, by a challenger; a thief who answers, collects and forges.
contract AvailabilityHandler is Unbonding {
    uint256 private constant EPOCH = 3600;
    uint96 private constant TOP_UP = 40e18;
    bytes32 private constant FALSE_ROOT = "false";

    OperatorRegistry private immutable OPERATORS;
    AvailabilityCourt private immutable COURT;
    bytes32 private immutable CONTENT_ID;
    uint64 private immutable INDEX;
    bytes32 private immutable ROOT;
    uint256 private immutable PIECES;
    bytes private _proof;
    bytes[] private _pieces;
    bytes32[][] private _paths;

    address public immutable CHALLENGER = makeAddr("challenger");
    address public immutable THIEF = makeAddr("thief");

    /// @notice Every request ever made, and what became of it.
    PieceRequest[] private _requests;
    mapping(uint256 request => bool) public isClosed;
    uint256 public lockedWei;
    uint256 public losses;
    uint256 public takenWei;
    mapping(address edge => uint256) public lossesOf;
    mapping(address edge => mapping(uint64 epoch => bool)) public lostIn;

    constructor(
        OperatorRegistry operators,
        AvailabilityCourt court,
        bytes32 contentId,
        uint64 index,
        bytes32 root,
        bytes memory proof,
        bytes[] memory pieces,
        bytes32[][] memory paths
    ) {
        (OPERATORS, COURT, CONTENT_ID, INDEX, ROOT) = (operators, court, contentId, index, root);
        PIECES = pieces.length;
        _proof = proof;
        for (uint256 i; i < pieces.length; ++i) {
            _pieces.push(pieces[i]);
            _paths.push(paths[i]);
        }
        vm.deal(CHALLENGER, 1_000_000 ether);
    }

    /// @notice Edge 0 is honest: it answers all that is open against it before an epoch ends that could be its last.
    function edge(uint256 who) public pure returns (address) {
        return vm.addr(1 + who % 2);
    }

    function requestCount() external view returns (uint256) {
        return _requests.length;
    }

    function requestAt(uint256 at) external view returns (PieceRequest memory) {
        return _requests[at];
    }

    function join(uint256 who) external {
        address operator = edge(who);
        if (OPERATORS.operatorOf(operator).role != Role.None) return;
        uint96 bond = OPERATORS.MINIMUM_BOND();
        vm.prank(operator);
        OPERATORS.register(Role.Edge, "eu", "https://edge", bond);
    }

    function addBond(uint256 who) external {
        address operator = edge(who);
        if (OPERATORS.operatorOf(operator).role == Role.None) return;
        if (OPERATORS.operatorOf(operator).withdrawableAt != 0) return;
        vm.prank(operator);
        OPERATORS.addBond(operator, TOP_UP);
    }

    /// @notice The lazy edge leaves.
    function leave() external {
        _answerAllDueBy(type(uint256).max);
        _leave(OPERATORS, edge(1));
    }

    /// @param kind What the request is: sound, without a root, of a false root.
    function ask(uint256 who, uint8 piece, uint8 slot, uint256 kind, uint96 extra) external {
        slot = slot % 9;
        bool allowed =
            OPERATORS.isActive(edge(who), Role.Edge) && slot < 8 && COURT.requestIn(edge(who), slot % 8) == 0;
        uint256 bond = COURT.bondOf(slot) + extra % 1 ether;
        bytes memory data = _requestData(who, uint8(bound(piece, 0, PIECES)), slot, _rootOf(kind));
        vm.prank(CHALLENGER);
        (bool asked, bytes memory answer_) = address(COURT).call{value: bond}(data);
        assertEq(asked, allowed, "CNT-4: asked <=> serves, promised, and the slot is free");
        if (!asked) return;
        _requests.push(abi.decode(answer_, (PieceRequest)));
        lockedWei += bond;
    }

    function _rootOf(uint256 kind) private view returns (bytes32) {
        if (kind % 3 == 0) return ROOT;
        return kind % 3 == 1 ? bytes32(0) : FALSE_ROOT;
    }

    function _requestData(uint256 who, uint8 piece, uint8 slot, bytes32 root)
        private
        view
        returns (bytes memory)
    {
        // forge-lint: disable-next-line(unsafe-typecast) hours
        Holding memory held = Holding(CONTENT_ID, 0, INDEX + 1, uint64(block.timestamp / EPOCH));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(1 + who % 2, COURT.holdingDigest(held));
        return abi.encodeCall(
            IAvailabilityCourt.requestPiece, (held, abi.encodePacked(r, s, v), INDEX, piece, slot, root)
        );
    }

    function answer(uint256 which) external {
        if (_requests.length == 0) return;
        which = _late(which);
        if (_requests[which].edge == edge(0) || which % 2 == 0) _answer(which);
    }

    /// @notice Anyone may collect anything, changed or as it is.
    function collect(uint256 which, bool forge, uint64 epoch) external {
        if (_requests.length == 0) return;
        which = _late(which);
        PieceRequest memory request = _requests[which];
        if (forge) request.epoch = epoch % request.epoch;
        bool due = !forge && !isClosed[which] && block.timestamp / EPOCH > request.epoch + 1;
        uint256 bond = OPERATORS.operatorOf(request.edge).bond;
        vm.prank(THIEF);
        try COURT.collect(request) {
            assertTrue(due, "CNT-4: lost <=> open, and its next epoch is over");
            _close(which);
            (losses, lossesOf[request.edge]) = (losses + 1, lossesOf[request.edge] + 1);
            takenWei += bond - OPERATORS.operatorOf(request.edge).bond;
            lostIn[request.edge][request.epoch] = true;
        } catch {
            assertFalse(due, "CNT-4: lost <=> open, and its next epoch is over");
        }
    }

    /// @notice Time passes, within which the honest edge answers what it must, as late as it may.
    function wait(uint256 seconds_) external {
        uint256 until = block.timestamp + bound(seconds_, 0, 3 * EPOCH / 2);
        _answerAllDueBy(until);
        vm.warp(until);
    }

    /// @dev By the honest edge, in the last second of each request.
    function _answerAllDueBy(uint256 until) private {
        for (uint256 i; i < _requests.length; ++i) {
            uint256 deadline = (_requests[i].epoch + 2) * EPOCH;
            if (_requests[i].edge != edge(0) || isClosed[i] || until < deadline) continue;
            vm.warp(deadline - 1);
            _answer(i);
        }
    }

    /// @return One of the last eight requests, most of which are open.
    function _late(uint256 which) private view returns (uint256) {
        uint256 count = _requests.length;
        return bound(which, count > 8 ? count - 8 : 0, count - 1);
    }

    function _answer(uint256 which) private {
        PieceRequest memory request = _requests[which];
        bool inTime = !isClosed[which] && block.timestamp / EPOCH <= request.epoch + 1;
        vm.txGasPrice(1 gwei);
        uint256 there = request.piece < PIECES ? request.piece : 0;
        vm.prank(THIEF);
        bytes memory data = request.piece >= PIECES || request.piecesRoot == FALSE_ROOT
            ? abi.encodeCall(IAvailabilityCourt.refute, (request, _proof))
            : request.piecesRoot == 0
                ? abi.encodeCall(
                    IAvailabilityCourt.answerWithProof, (request, _pieces[there], _paths[there], _proof)
                )
                : abi.encodeCall(IAvailabilityCourt.answer, (request, _pieces[there], _paths[there]));
        (bool answered,) = address(COURT).call(data);
        assertEq(answered, inTime, "CNT-4: an honest edge always has an answer, in time");
        if (answered) _close(which);
    }

    function _close(uint256 which) private {
        isClosed[which] = true;
        lockedWei -= _requests[which].bond;
    }
}
