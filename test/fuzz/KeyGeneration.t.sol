// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Complaint, Dealing} from "src/types/Generation.sol";
import {Point} from "src/types/Point.sol";
import {GenerationScene} from "test/helpers/GenerationScene.sol";

/// @notice KEY-2: a key is generated whatever n − t members do or leave at each step, and no honest dealer is excluded.
contract KeyGeneration_FuzzTest is GenerationScene {
    /// @dev What a faulty member does.
    uint256 private constant SILENT = 1;
    uint256 private constant NEVER_REVEALS = 2;
    uint256 private constant REVEALS_ANOTHER = 3;
    uint256 private constant LIES_TO_ONE = 4;
    uint256 private constant LIES_TO_ALL = 5;
    uint256 private constant COPIES = 6;
    uint256 private constant NEVER_CONFIRMS = 7;
    uint256 private constant LEAVES = 8;
    uint256 private constant CONFIRMS_ANOTHER = 9;
    uint256 private constant KINDS = 10;

    uint256[NODES + 1] private _fault;

    /// @dev Each run makes points by the hundred.
    /// forge-config: ci.fuzz.runs = 128
    function testFuzz_KEY2_AKeyIsGeneratedWhateverOthersDo(uint8 first, uint8 second, uint256 faults)
        external
    {
        _fault[1 + first % NODES] = faults % KINDS;
        _fault[1 + second % NODES] = (faults >> 8) % KINDS;
        uint256 dealers = _deal(faults >> 16);
        assertEq(keyGeneration.generationOf(id).qualified, dealers, "KEY-2: excluded <=> lied or left");

        bytes32 seats = firstSeats(dealers);
        for (uint8 i = 1; i <= NODES; ++i) {
            if (_fault[i] == CONFIRMS_ANOTHER) confirm(i, firstSeats(1));
            else if (_fault[i] != NEVER_CONFIRMS && _fault[i] != SILENT) confirm(i, seats);
            if (_fault[i] == LEAVES) {
                vm.prank(node(i));
                operators.startUnbond();
            }
        }
        keyGeneration.finish(id, generatedKey(dealers), generatedPoints(dealers));
        _expectShares(dealers);
    }

    /// @notice KEY-2: whenever a confirmation is mined, it counts for the epoch that it names, before that begins, or for none.
    /// @dev Each run makes points by the dozen.
    /// forge-config: ci.fuzz.runs = 128
    function testFuzz_KEY2_AConfirmationCountsForItsEpochAlone(uint8 begun, uint32 epoch, bytes32 seats)
        external
    {
        dealAll();
        (begun, epoch) = (begun % 3, uint32(bound(epoch, 0, 3)));
        for (uint32 next; next < begun; ++next) {
            _begin(next);
        }
        uint256 counted = epoch == begun ? 1 : 0;
        vm.prank(node(1));
        (bool taken,) =
            address(keyGeneration).call(abi.encodeCall(keyGeneration.confirm, (id, epoch, 1, seats)));
        assertEq(taken, counted == 1, "KEY-2: counted <=> the epoch begins next");
        for (uint32 any; any <= 3; ++any) {
            assertEq(keyGeneration.confirmedBy(id, any, seats), any == epoch ? counted : 0);
        }
    }

    /// @dev Begins an epoch with everybody's consent.
    function _begin(uint32 epoch) private {
        (address[] memory members, Point[] memory points) = (nodes(NODES), pointsOf(epoch, NODES));
        bytes32 seats = epoch == 0 ? firstSeats(31) : keccak256(abi.encode(uint8(THRESHOLD), members, points));
        for (uint8 i = 1; i <= NODES; ++i) {
            confirm(epoch, i, seats);
        }
        if (epoch == 0) keyGeneration.finish(id, generatedKey(31), generatedPoints(31));
        else keyGeneration.refresh(id, THRESHOLD, members, points);
    }

    /// @dev Whatever is shown of an honest dealer.
    /// forge-config: ci.fuzz.runs = 128
    function testFuzz_KEY2_NoComplaintExcludesAnHonestDealer(
        uint8 dealer,
        uint8 victim,
        Complaint memory complaint,
        uint8 shape,
        uint256 any
    ) external {
        _deal(0);
        vm.warp(block.timestamp - 1);
        (dealer, victim) = (1 + dealer % NODES, 1 + victim % NODES);
        Complaint memory right = complaintOf(dealer, victim);
        complaint.dealer = shape & 1 == 0 ? dealer : complaint.dealer;
        complaint.victim = shape & 2 == 0 ? victim : complaint.victim;
        if (shape & 4 == 0) complaint.secret = right.secret;
        if (shape & 8 == 0) complaint.challenge = right.challenge;
        if (shape & 16 == 0) complaint.response = right.response;
        if (shape & 32 == 0) complaint.hints = right.hints;
        if (shape & 64 != 0) complaint.secret = pointOf(any);
        Dealing memory dealing = dealingOf(dealer);
        try keyGeneration.complain(id, dealing, complaint) {
            revert("KEY-2: nothing excludes an honest dealer");
        } catch {}
        assertEq(keyGeneration.generationOf(id).qualified, 31);
    }

    /// @notice Everybody deals, each with its fault; victims complain.
    /// @return dealers A bit for each dealer that should be left.
    function _deal(uint256 seed) private returns (uint256 dealers) {
        id = begin();
        for (uint8 i = 1; i <= NODES; ++i) {
            if (_fault[i] == SILENT) continue;
            uint8 copied = _fault[i] == COPIES ? 1 + i % NODES : i;
            commit(i, pointOf(transportSecret(i)).x, commitmentOf(copied));
        }
        nextPhase();
        Dealing[] memory dealings = new Dealing[](NODES + 1);
        for (uint8 i = 1; i <= NODES; ++i) {
            dealings[i] = _reveal(i, seed);
        }
        nextPhase();
        for (uint8 i = 1; i <= NODES; ++i) {
            bool revealed = keyGeneration.generationOf(id).qualified >> (i - 1) & 1 == 1;
            bool lied = _fault[i] == LIES_TO_ONE || _fault[i] == LIES_TO_ALL;
            if (lied) _complainOf(i, dealings[i], seed);
            if (revealed && !lied) dealers |= 2 ** (i - 1);
        }
        nextPhase();
    }

    function _reveal(uint8 i, uint256 seed) private returns (Dealing memory dealing) {
        uint256 fault = _fault[i];
        if (fault == SILENT || fault == NEVER_REVEALS) return dealing;
        dealing = dealingOf(fault == COPIES ? 1 + i % NODES : i);
        if (fault == REVEALS_ANOTHER) dealing.coefficients[seed % THRESHOLD] = pointOf(seed + 3);
        uint256 victim = _victimOf(seed);
        for (uint256 place = 1; place <= NODES; ++place) {
            bool lies = fault == LIES_TO_ALL || fault == LIES_TO_ONE && place == victim;
            // wrong by anything but a multiple of the order
            if (lies) {
                dealing.sealedShares[place - 1] = addmod(dealing.sealedShares[place - 1], 1 + seed % 99, N);
            }
        }
        vm.prank(node(i));
        (bool revealed,) = address(keyGeneration).call(abi.encodeCall(keyGeneration.reveal, (id, i, dealing)));
        assertEq(revealed, fault != COPIES && fault != REVEALS_ANOTHER, "KEY-2: revealed <=> committed to");
    }

    /// @dev The victim of a lie is honest, and has a transport key.
    function _victimOf(uint256 seed) private view returns (uint8 victim) {
        // forge-lint: disable-next-line(unsafe-typecast) at most 5
        victim = uint8(1 + seed % NODES);
        while (_fault[victim] != 0) {
            victim = 1 + victim % NODES;
        }
    }

    function _complainOf(uint8 dealer, Dealing memory dealing, uint256 seed) private {
        keyGeneration.complain(id, dealing, complaintOf(dealer, _victimOf(seed)));
    }

    /// @dev Any t of the shares that honest members opened interpolate the key, and stand in their seats.
    function _expectShares(uint256 dealers) private {
        (, address[] memory members, Point[] memory points) = keys.membersOf(id, 0);
        for (uint256 place = 1; place <= NODES; ++place) {
            uint256 share;
            for (uint8 dealer = 1; dealer <= NODES; ++dealer) {
                if (dealers >> (dealer - 1) & 1 == 1) share = addmod(share, dealtShare(dealer, place), N);
            }
            assertEq(abi.encode(points[place - 1]), abi.encode(pointOf(share)), "KEY-2: S = s * G");
            assertEq(members[place - 1], _fault[place] == LEAVES ? address(0) : node(place));
        }
        uint256 secret = generatedShare(dealers, 0);
        assertEq(_interpolated(dealers, [uint256(1), 2, 3]), secret, "KEY-2: any t shares make y");
        assertEq(_interpolated(dealers, [uint256(5), 1, 4]), secret, "KEY-2: any t shares make y");
        assertEq(abi.encode(keys.committeeOf(id).publicKey), abi.encode(pointOf(secret)), "KEY-2: Y = y * G");
    }

    function _interpolated(uint256 dealers, uint256[3] memory places) private pure returns (uint256 sum) {
        for (uint256 i; i < 3; ++i) {
            uint256 weight = 1;
            for (uint256 j; j < 3; ++j) {
                if (j == i) continue;
                uint256 below = inverse(minus(places[j], places[i]));
                weight = mulmod(weight, mulmod(places[j], below, N), N);
            }
            sum = addmod(sum, mulmod(weight, generatedShare(dealers, places[i]), N), N);
        }
    }
}
