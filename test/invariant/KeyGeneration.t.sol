// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {LibBit} from "solady/utils/LibBit.sol";

import {Committee} from "src/types/Committee.sol";
import {Dealing} from "src/types/Generation.sol";
import {Role} from "src/types/Operator.sol";
import {Point} from "src/types/Point.sol";
import {GenerationScene} from "test/helpers/GenerationScene.sol";

/// @notice Five nodes that generate a key and hand its seats on, each step by anybody, at any time, in any order. Node 4 seals wrong
/// shares; node 5 commits to the dealing of node 1.
contract KeyGeneration_Invariants is GenerationScene {
    uint8 private constant LIAR = 4;
    uint8 private constant COPIER = 5;
    /// @dev The sets of dealers that seats are made of: all who can reveal, and the honest.
    uint8[2] private _sets = [15, 7];

    bytes[NODES + 1] private _dealt;
    bytes32[NODES + 1] private _commitments;
    uint256 private _begunAt;
    bytes32 private _keyAtFirst;

    uint256 private _committed;
    uint256 private _revealed;
    uint256 private _excluded;
    mapping(uint32 epoch => mapping(bytes32 seats => uint256 members)) private _confirmed;
    /// @dev The seats of each epoch that began.
    bytes32[] private _seats;

    function setUp() public override {
        super.setUp();
        id = begin();
        _begunAt = block.timestamp;
        for (uint8 i = 1; i <= NODES; ++i) {
            Dealing memory dealing = dealingOf(i);
            if (i == LIAR) {
                for (uint256 place; place < NODES; ++place) {
                    dealing.sealedShares[place] = addmod(dealing.sealedShares[place], 1, N);
                }
            }
            (_dealt[i], _commitments[i]) = (abi.encode(dealing), commitmentOf(i == COPIER ? 1 : i));
        }
        bytes4[] memory actions = new bytes4[](8);
        (actions[0], actions[1]) = (this.commits.selector, this.reveals.selector);
        (actions[2], actions[3]) = (this.complains.selector, this.leaves.selector);
        (actions[4], actions[5]) = (this.confirms.selector, this.confirms.selector);
        (actions[6], actions[7]) = (this.begins.selector, this.waits.selector);
        targetSelector(FuzzSelector(address(this), actions));
        targetContract(address(this));
    }

    /// @param who The nodes that act, a bit each. The same for all that follow.
    /// @param mixed 0 where each acts for its neighbour.
    function commits(uint8 who, uint8 mixed) external {
        for (uint8 i = 1; i <= NODES; ++i) {
            if (_acts(who, i)) _commit(i, _placeLike(i, mixed));
        }
    }

    function reveals(uint8 who, uint8 mixed) external {
        for (uint8 i = 1; i <= NODES; ++i) {
            if (_acts(who, i)) _reveal(i, _placeLike(i, mixed));
        }
    }

    function complains(uint8 who, uint8 dealer, uint8 victim) external {
        (dealer, victim) = (_place(dealer), _place(victim));
        bytes memory call = abi.encodeCall(
            keyGeneration.complain, (id, abi.decode(_dealt[dealer], (Dealing)), complaintOf(dealer, victim))
        );
        bool isDue = _phase() == 2 && dealer == LIAR && _has(_revealed, dealer) && _has(_committed, victim);
        assertEq(_calls(_place(who), call), isDue, "KEY-2: excluded <=> sealed a wrong share");
        // forge-lint: disable-next-line(incorrect-shift) a bit of a small set
        if (isDue) _excluded |= 1 << dealer;
    }

    /// @param which Even for one of two seats of the epoch, odd for the other.
    function confirms(uint8 who, uint8 mixed, uint32 epoch, uint8 which) external {
        // mostly the next one
        epoch = epoch % 4 == 0 ? epoch % 3 : _next();
        for (uint8 i = 1; i <= NODES; ++i) {
            if (_acts(who, i)) _confirm(i, _placeLike(i, mixed), epoch, _seatsHash(epoch, which));
        }
    }

    /// @notice Begins the next epoch, where the nodes agree on its seats.
    function begins(uint8 who, uint8 which) external {
        uint32 epoch = _next();
        bytes memory call = epoch == 0
            ? abi.encodeCall(
                keyGeneration.finish, (id, generatedKey(_set(which)), generatedPoints(_set(which)))
            )
            : abi.encodeCall(
                keyGeneration.refresh, (id, THRESHOLD, nodes(NODES), pointsOf(epoch + which % 2, NODES))
            );
        if (!_calls(_place(who), call)) return;
        bytes32 seats = _seatsHash(epoch, which);
        assertGe(
            LibBit.popCount(_confirmed[epoch][seats]), THRESHOLD, "KEY-2: begun => confirmed by t members"
        );
        if (epoch == 0) _keyAtFirst = keccak256(abi.encode(keys.committeeOf(id).publicKey));
        _seats.push(seats);
    }

    function waits(bool whole) external {
        vm.warp(block.timestamp + (whole ? PHASE : PHASE / 2));
    }

    function leaves(uint8 who, uint8 rarely) external {
        address operator = node(_place(who));
        if (rarely % 8 != 0 || !operators.isActive(operator, Role.Keyholder)) return;
        vm.prank(operator);
        operators.startUnbond();
    }

    function invariant_All() external view {
        assertEq(
            uint256(keyGeneration.generationOf(id).qualified) << 1,
            _revealed & ~_excluded,
            "KEY-2: qualified = revealed, less excluded"
        );
        // forge-lint: disable-next-line(incorrect-shift) a bit of a small set
        assertEq(_excluded & ~(1 << LIAR), 0, "KEY-2: no honest dealer is excluded");
        Committee memory committee = keys.committeeOf(id);
        if (_seats.length == 0) {
            assertEq(committee.owner, address(0), "KEY-2: no seats that nobody confirmed");
            return;
        }
        assertEq(committee.epoch + 1, _seats.length, "KEY-2: epochs begin here alone");
        assertEq(keccak256(abi.encode(committee.publicKey)), _keyAtFirst, "KEY-2: Y never changes");
    }

    function _commit(uint8 who, uint8 index) private {
        bytes memory call = abi.encodeCall(
            keyGeneration.commit, (id, index, pointOf(transportSecret(who)).x, _commitments[index])
        );
        bool isDue = _phase() == 0 && who == index && !_has(_committed, index);
        assertEq(_calls(who, call), isDue, "KEY-2: committed <=> by its member, once, in time");
        // forge-lint: disable-next-line(incorrect-shift) a bit of a small set
        if (isDue) _committed |= 1 << index;
    }

    function _reveal(uint8 who, uint8 index) private {
        bytes memory call =
            abi.encodeCall(keyGeneration.reveal, (id, index, abi.decode(_dealt[index], (Dealing))));
        bool isDue = _phase() == 1 && who == index && _has(_committed, index) && !_has(_revealed, index)
            && index != COPIER;
        assertEq(_calls(who, call), isDue, "KEY-2: revealed <=> committed to, once, in time");
        // forge-lint: disable-next-line(incorrect-shift) a bit of a small set
        if (isDue) _revealed |= 1 << index;
    }

    function _confirm(uint8 who, uint8 index, uint32 epoch, bytes32 seats) private {
        bool isMember = who == index;
        if (_next() != 0) {
            (address member,) = keys.seatOf(id, _next() - 1, index);
            isMember = member == node(who);
        }
        bool isDue = epoch == _next() && isMember && (epoch != 0 || _phase() == 3);
        assertEq(
            _calls(who, abi.encodeCall(keyGeneration.confirm, (id, epoch, index, seats))),
            isDue,
            "KEY-2: confirmed <=> by a member, for the epoch that begins next"
        );
        // forge-lint: disable-next-line(incorrect-shift) a bit of a small set
        if (isDue) _confirmed[epoch][seats] |= 1 << index;
    }

    function _calls(uint8 who, bytes memory data) private returns (bool taken) {
        vm.prank(node(who));
        (taken,) = address(keyGeneration).call(data);
    }

    /// @return 0 to commit, 1 to reveal, 2 to complain, 3 to confirm.
    function _phase() private view returns (uint256) {
        uint256 phases = (block.timestamp - _begunAt) / PHASE;
        return phases > 3 ? 3 : phases;
    }

    function _next() private view returns (uint32) {
        return uint32(_seats.length);
    }

    function _seatsHash(uint32 epoch, uint8 which) private returns (bytes32) {
        if (epoch == 0) return firstSeats(_set(which));
        return keccak256(abi.encode(THRESHOLD, nodes(NODES), pointsOf(epoch + which % 2, NODES)));
    }

    function _set(uint8 which) private view returns (uint256) {
        return _sets[which % 2];
    }

    function _place(uint8 any) private pure returns (uint8) {
        return 1 + any % NODES;
    }

    /// @dev Three of four do.
    function _acts(uint8 who, uint8 i) private pure returns (bool) {
        return uint256(keccak256(abi.encode(who, i))) % 4 != 0;
    }

    /// @return The node's own place, but for one call in eight.
    function _placeLike(uint8 i, uint8 mixed) private pure returns (uint8) {
        return mixed % 8 == 0 ? _place(i) : i;
    }

    function _has(uint256 set, uint8 place) private pure returns (bool) {
        return set >> place & 1 == 1;
    }
}
