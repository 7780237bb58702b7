// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {OperatorRegistry} from "src/content/OperatorRegistry.sol";
import {KeyCourt} from "src/keys/KeyCourt.sol";
import {KeyRegistry} from "src/keys/KeyRegistry.sol";
import {Operator, Role} from "src/types/Operator.sol";
import {AnswerHints, PartialDecryption} from "src/types/PartialDecryption.sol";
import {Point} from "src/types/Point.sol";
import {Exponents} from "test/helpers/Exponents.sol";
import {Unbonding} from "test/helpers/Unbonding.sol";

/// @notice Four key nodes of one committee, which answer, lie, leave and come back, while the owner refreshes. A stranger accuses
/// each of every answer, with right hints and with wrong ones.
contract KeysHandler is Exponents, Unbonding {
    uint256 public constant NODES = 4;

    OperatorRegistry private immutable OPERATORS;
    KeyRegistry private immutable KEYS;
    KeyCourt private immutable COURT;
    bytes32 public committeeId;

    /// @notice The keccak256 of the seats of each epoch, as they were made.
    bytes32[] public seats;
    /// @notice Answers of nodes with a bond that were false, by who signed them.
    mapping(address node => bool) public wasConvicted;
    uint256 public convictions;

    constructor(OperatorRegistry operators, KeyRegistry keys, KeyCourt court) {
        (OPERATORS, KEYS, COURT) = (operators, keys, court);
    }

    /// @dev Once the nodes have their tokens.
    function begin() external {
        for (uint256 i; i < NODES; ++i) {
            _register(i);
        }
        (address[] memory members, Point[] memory points) = _seatsOf(0, 0, NODES);
        committeeId = KEYS.deal("salt", pointOf(7), 2, members, points);
        _note(members, points);
    }

    function leave(uint256 who) external {
        _leave(OPERATORS, node(who));
    }

    function comeBack(uint256 who) external {
        Operator memory stored = OPERATORS.operatorOf(node(who));
        if (!stored.slashed && stored.role == Role.None) _register(who);
    }

    /// @notice The next epoch, of any run of nodes; refused while one of them does not serve.
    function refresh(uint256 first, uint256 size) external {
        size = bound(size, 1, NODES);
        uint32 epoch = uint32(seats.length);
        (address[] memory members, Point[] memory points) = _seatsOf(epoch, first % NODES, size);
        bool allServe = true;
        for (uint256 i; i < size; ++i) {
            allServe = allServe && OPERATORS.isActive(members[i], Role.Keyholder);
        }
        try KEYS.refresh(committeeId, 1, members, points) returns (uint32 begun) {
            assertTrue(allServe, "KEY-1: a seat is given to nodes with a bond alone");
            assertEq(begun, epoch);
            _note(members, points);
        } catch {
            assertFalse(allServe, "KEY-1: a seat is given to nodes with a bond alone");
        }
    }

    /// @notice A node answers in any epoch in which it has a seat, truly or not, and is accused.
    function answer(uint256 who, uint256 epochSeed, uint256 base, uint256 nonce, uint256 lie, uint8 hint)
        external
    {
        // forge-lint: disable-next-line(unsafe-typecast) some dozens of epochs
        (uint32 epoch, uint8 index) = (uint32(epochSeed % seats.length), 0);
        (, address[] memory members,) = KEYS.membersOf(committeeId, epoch);
        for (uint8 i; i < members.length; ++i) {
            if (members[i] == node(who)) index = i + 1;
        }
        if (index == 0) return;
        Answer memory given;
        (given.committeeId, given.epoch, given.index) = (committeeId, epoch, index);
        (given.share, given.base) = (_share(epoch, index), 1 + base % (N - 1));
        given.result = mulmod(given.share, given.base, N);
        prove(given, 1 + nonce % (N - 1));
        _lie(given, lie);
        _accuse(given, who, hint);
    }

    function node(uint256 who) public pure returns (address) {
        return vm.addr(1 + who % NODES);
    }

    function epochs() external view returns (uint256) {
        return seats.length;
    }

    /// @dev One in two is true.
    function _lie(Answer memory given, uint256 seed) private pure {
        uint256 any = 1 + seed % (N - 1);
        if (seed % 8 == 0 && given.result != any) given.result = any;
        if (seed % 8 == 1) given.challenge = 0;
        if (seed % 8 == 2) given.response = mulmod(given.challenge, given.share, N);
        if (seed % 8 == 3) {
            given.result = mulmod(mulmod(given.response, given.base, N), inverse(given.challenge), N);
        }
    }

    function _accuse(Answer memory given, uint256 who, uint8 hint) private {
        address operator = node(who);
        bool isLie = isFalseTwin(given);
        bool hasBond = OPERATORS.operatorOf(operator).bond != 0;
        (PartialDecryption memory signed, AnswerHints memory hints) = (written(given), hintsOf(given));
        bool needsHints =
            isLie && given.challenge != 0 && given.response != mulmod(given.challenge, given.share, N);
        bool wrongHint = hint % 4 == 0;
        if (wrongHint) hints.challengedResult = hints.blindedBase = pointOf(3);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(1 + who % NODES, COURT.answerDigest(signed));
        bool guilty = isLie && hasBond && !(wrongHint && needsHints);
        try COURT.slashKeyholder(signed, abi.encodePacked(r, s, v), hints) returns (address convicted) {
            assertTrue(guilty, "KEY-1: slashed => signed a false answer");
            assertEq(convicted, operator, "KEY-1: who signed is slashed");
            wasConvicted[operator] = true;
            ++convictions;
        } catch {
            assertFalse(guilty, "KEY-1: a false answer and right hints => slashed");
        }
    }

    function _register(uint256 who) private {
        vm.startPrank(node(who));
        OPERATORS.register(Role.Keyholder, "eu", "https://keys", OPERATORS.MINIMUM_BOND());
        vm.stopPrank();
    }

    function _note(address[] memory members, Point[] memory points) private {
        seats.push(keccak256(abi.encode(members, points)));
    }

    function _share(uint32 epoch, uint256 index) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(epoch, index))) % N;
    }

    function _seatsOf(uint32 epoch, uint256 first, uint256 size)
        private
        returns (address[] memory members, Point[] memory points)
    {
        (members, points) = (new address[](size), new Point[](size));
        for (uint256 i; i < size; ++i) {
            members[i] = node(first + i);
            points[i] = pointOf(_share(epoch, i + 1));
        }
    }
}
