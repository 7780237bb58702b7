// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {LibBytes} from "solady/utils/LibBytes.sol";

import {InteractionInputs} from "src/interactions/InteractionInputs.sol";
import {IInteractionInputs} from "src/interfaces/IInteractionInputs.sol";
import {Posting, Stride} from "src/types/Interactions.sol";
import {OperationTwin} from "test/helpers/OperationTwin.sol";
import {StrideTwin} from "test/helpers/StrideTwin.sol";

/// @notice A sequencer and a thief who post, four actors of whom some never register, one who demands and one who answers, with true signatures and
/// others'. A book of all that they do.
contract InputHandler is Test {
    using LibBytes for bytes;

    struct Posted {
        Posting posting;
        bytes operations;
        bytes signatures;
    }

    struct Demand {
        uint64 number;
        uint256 stride;
        uint8 place;
        uint256 bond;
    }

    uint256 private constant MISSING = 0xffff;
    uint256 private constant ACTORS = 4;
    uint256 private constant START = 1_000_000 ether;

    InteractionInputs private immutable INPUTS;
    address private immutable SEQUENCER;
    address public immutable THIEF = makeAddr("thief");
    address public immutable REQUESTER = makeAddr("requester");
    address public immutable ANSWERER = makeAddr("answerer");

    Posted[] private _posted;
    /// @dev The numbers of those without signatures.
    uint64[] private _unsigned;
    Demand[] private _demands;
    mapping(uint64 number => mapping(uint256 stride => mapping(uint8 place => uint256))) private _marks;
    mapping(uint64 number => uint256) private _missing;
    /// @notice Sum of the bonds of open demands.
    uint256 public openBonds;
    /// @notice The strides that were ever forced, by their salts and times.
    uint256[] private _salts;
    uint256[] private _dueAt;
    uint64 public forcedFrom;
    /// @notice The accounts by number, and the posting from which each one's key is retired.
    uint256[] private _registered;
    mapping(uint256 actor => uint64) public retiredFrom;

    constructor(InteractionInputs inputs, address sequencer) {
        (INPUTS, SEQUENCER) = (inputs, sequencer);
        vm.deal(REQUESTER, START);
        vm.txGasPrice(1 gwei);
    }

    /* THE BOOK */

    function postingCount() external view returns (uint64) {
        return uint64(_posted.length);
    }

    function postingAt(uint64 number) external view returns (Posting memory) {
        return _posted[number].posting;
    }

    function forcedTo() external view returns (uint64) {
        return uint64(_salts.length);
    }

    function actorCount() public view returns (uint32) {
        return uint32(_registered.length);
    }

    function keyAt(uint256 actor, uint64 posting) public view returns (address) {
        if (actor >= _registered.length || posting >= retiredFrom[actor]) return address(0);
        return vm.addr(_secretOf(actor));
    }

    /// @return marks Of a stride, put together from all its places; all bits as long as a signature of the posting is missing.
    function marksOf(uint64 number, uint256 stride) external view returns (uint256 marks) {
        if (_missing[number] != 0) return type(uint256).max;
        for (uint8 place; place < 16; ++place) {
            marks |= _marks[number][stride][place] << (16 * uint256(place));
        }
    }

    /// @return What requester and answerer have between them, beside what they began with.
    function lostWei() external view returns (uint256) {
        return START - REQUESTER.balance - ANSWERER.balance;
    }

    /* ACTIONS */

    function register(uint256 who) external {
        who %= ACTORS;
        bool isNew = true;
        for (uint256 i; i < _registered.length; ++i) {
            if (_registered[i] == who) isNew = false;
        }
        address key = vm.addr(_secretOf(_registered.length));
        vm.prank(_accountOf(who));
        (bool done,) = address(INPUTS).call(abi.encodeCall(IInteractionInputs.register, (key)));
        assertEq(done, isNew, "OPT-1: an account is one actor");
        if (!done) return;
        retiredFrom[_registered.length] = type(uint64).max;
        _registered.push(who);
    }

    function retire(uint256 actor) external {
        if (actor % 4 != 0 || _registered.length == 0) return;
        actor = actor / 4 % _registered.length;
        vm.prank(_accountOf(_registered[actor]));
        INPUTS.retireKey();
        if (retiredFrom[actor] > _posted.length) retiredFrom[actor] = uint64(_posted.length);
    }

    /// @param how One in four is signed, and one in four posted by the thief.
    function post(uint256 strides, uint256 how, uint256 seed) external {
        strides = bound(strides, 1, 3);
        (bool isSigned, bool isThief) = (how % 4 == 0, how / 4 % 4 == 0);
        bytes memory operations = _operations(strides, seed);
        bytes memory signatures = isSigned ? _random(1024 * strides, seed) : bytes("");
        bool isOpen = !isThief || INPUTS.ROLLUP().isOpenToAll();
        bool isDue = forcedFrom < _salts.length && block.timestamp >= _dueAt[forcedFrom];
        vm.prank(isThief ? THIEF : SEQUENCER);
        (bool done,) =
            address(INPUTS).call(abi.encodeCall(IInteractionInputs.postInputs, (operations, signatures)));
        assertEq(done, isOpen && !isDue, "OPT-1: posted <=> by who may, and no forced stride is due");
        if (done) _note(operations, signatures);
    }

    /// @param many Now and then more than one posting takes.
    function force(uint256 salt, uint256 many) external {
        for (uint256 count = many % 16 == 0 ? 65 : 1; count > 0; --count) {
            INPUTS.forceStride(_operations(1, salt), _random(1024, salt));
            _salts.push(salt);
            _dueAt.push(block.timestamp + INPUTS.FORCE_DELAY());
            unchecked {
                ++salt;
            }
        }
    }

    function postForced() external {
        uint64 count = uint64(_salts.length) - forcedFrom;
        if (count > 64) count = 64;
        vm.prank(THIEF);
        (bool done,) = address(INPUTS).call(abi.encodeCall(IInteractionInputs.postForced, ()));
        assertEq(done, count != 0, "OPT-1: whoever calls posts what was forced");
        if (!done) return;
        bytes memory operations;
        bytes memory signatures;
        for (uint64 i = forcedFrom; i < forcedFrom + count; ++i) {
            operations = bytes.concat(operations, _operations(1, _salts[i]));
            signatures = bytes.concat(signatures, _random(1024, _salts[i]));
        }
        forcedFrom += count;
        _note(operations, signatures);
    }

    /// @param which Mostly one of the last postings without signatures.
    function demand(uint256 which, uint256 stride, uint8 place, uint96 extra) external {
        if (_unsigned.length == 0) return;
        Demand memory wanted;
        wanted.number = uint64(
            which % 8 == 0 ? _lateOf(_posted.length, which) : _unsigned[_lateOf(_unsigned.length, which)]
        );
        Posted storage posted = _posted[wanted.number];
        wanted.stride = stride % posted.posting.strides;
        wanted.place = place % 17;
        wanted.bond = INPUTS.demandBond() + extra % 1 gwei;
        bool allowed = !posted.posting.isSigned && wanted.place < 16 && _isEffective(wanted)
            && block.timestamp < posted.posting.postedAt + INPUTS.DEMAND_TIME()
            && _marks[wanted.number][wanted.stride][wanted.place] == 0;
        bytes memory data = abi.encodeCall(
            IInteractionInputs.demandSignature,
            (wanted.number, posted.posting, _strideAt(wanted), wanted.place)
        );
        vm.prank(REQUESTER);
        (bool done,) = address(INPUTS).call{value: wanted.bond}(data);
        assertEq(done, allowed, "OPT-1: demanded <=> unsigned, effective, in time, for the first time");
        if (!done) return;
        _marks[wanted.number][wanted.stride][wanted.place] = MISSING;
        ++_missing[wanted.number];
        _demands.push(wanted);
        openBonds += wanted.bond;
    }

    /// @param forger Who signs in the actor's place, mostly nobody.
    function show(uint256 which, uint16 version, uint256 forger) external {
        if (_demands.length == 0) return;
        version = uint16(version % 4 == 0 ? 65_530 + version / 4 % 6 : version % 4);
        which = _lateOf(_demands.length, which);
        Demand memory shown = _demands[which];
        bool isForged = forger % 4 == 0;
        bool allowed = !isForged && _mayShow(shown, version);
        bytes memory data = _answer(shown, version, isForged ? 0xf : _secretOf(_actorIn(shown)));
        vm.prank(ANSWERER);
        (bool done,) = address(INPUTS).call(data);
        assertEq(done, allowed, "OPT-1: shown <=> demanded, by the actor's key, in time");
        if (!done) return;
        if (_marks[shown.number][shown.stride][shown.place] == MISSING) --_missing[shown.number];
        _marks[shown.number][shown.stride][shown.place] = 1 + uint256(version);
        _close(which);
    }

    function reclaim(uint256 which) external {
        if (_demands.length == 0) return;
        which = _lateOf(_demands.length, which);
        Demand memory closed = _demands[which];
        Posting memory posting = _posted[closed.number].posting;
        bool allowed = closed.bond != 0 && block.timestamp >= posting.postedAt + 2 * INPUTS.DEMAND_TIME();
        vm.prank(THIEF);
        (bool done,) = address(INPUTS)
            .call(
                abi.encodeCall(
                    IInteractionInputs.reclaimBond, (closed.number, posting, closed.stride, closed.place)
                )
            );
        assertEq(done, allowed, "PAY-2: returned <=> open, and nobody may answer");
        if (done) _close(which);
    }

    /// @notice Hours pass, now and then as many days as nobody confirms in.
    function wait(uint256 seconds_) external {
        uint256 most = seconds_ % 32 == 0 ? 15 days : INPUTS.DEMAND_TIME() / 2;
        vm.warp(block.timestamp + bound(seconds_, 0, most));
    }

    /* INTERNAL */

    /// @return Whether both its actors were there, and the first had a key.
    function _isEffective(Demand memory at) private view returns (bool) {
        uint256 actors = _posted[at.number].posting.actors;
        return _actorIn(at) < actors && (_actorIn(at) + 1) % ACTORS < actors
            && keyAt(_actorIn(at), at.number) != address(0);
    }

    /// @return Whether a true signature for `version` counts.
    function _mayShow(Demand memory shown, uint16 version) private view returns (bool) {
        uint256 mark = _marks[shown.number][shown.stride][shown.place];
        bool isNews = mark == MISSING || version >= mark;
        bool inTime = block.timestamp < _posted[shown.number].posting.postedAt + 2 * INPUTS.DEMAND_TIME();
        return isNews && inTime && version < 65_533 && keyAt(_actorIn(shown), shown.number) != address(0);
    }

    function _answer(Demand memory shown, uint16 version, uint256 secret)
        private
        view
        returns (bytes memory)
    {
        return abi.encodeCall(
            IInteractionInputs.showSignature,
            (
                shown.number,
                _posted[shown.number].posting,
                _strideAt(shown),
                shown.place,
                version,
                _sign(secret, shown, version)
            )
        );
    }

    function _note(bytes memory operations, bytes memory signatures) private {
        uint64 number = uint64(_posted.length);
        Posted storage posted = _posted.push();
        if (signatures.length == 0) _unsigned.push(number);
        (posted.operations, posted.signatures) = (operations, signatures);
        posted.posting = Posting({
            root: StrideTwin.root(number, operations, signatures),
            strides: uint16(operations.length / 192),
            postedAt: uint40(block.timestamp),
            actors: actorCount(),
            works: 0,
            isSigned: signatures.length != 0
        });
    }

    function _close(uint256 which) private {
        openBonds -= _demands[which].bond;
        _demands[which].bond = 0;
    }

    /// @return One of the last four, most of which may still change.
    function _lateOf(uint256 count, uint256 which) private pure returns (uint256) {
        return bound(which, count > 4 ? count - 4 : 0, count - 1);
    }

    function _strideAt(Demand memory at) private view returns (Stride memory) {
        Posted storage posted = _posted[at.number];
        return StrideTwin.strideAt(at.number, posted.operations, posted.signatures, at.stride);
    }

    function _cellOf(Demand memory at) private view returns (bytes12) {
        bytes memory operations = _posted[at.number].operations;
        return bytes12(operations.load(192 * at.stride + 12 * uint256(at.place)));
    }

    function _actorIn(Demand memory at) private view returns (uint256) {
        return uint32(uint96(_cellOf(at)) >> 56);
    }

    function _sign(uint256 secret, Demand memory at, uint16 version) private view returns (bytes memory) {
        (bytes32 r, bytes32 vs) =
            vm.signCompact(secret, OperationTwin.digest(INPUTS.domainSeparator(), _cellOf(at), 0, version));
        return abi.encodePacked(r, vs);
    }

    function _accountOf(uint256 who) private pure returns (address) {
        return vm.addr(0xacc0 + who);
    }

    function _secretOf(uint256 actor) private pure returns (uint256) {
        return 0xa11ce + actor;
    }

    /// @dev Each is somebody, registered or not, who follows the next.
    function _operations(uint256 strides, uint256 seed) private pure returns (bytes memory all) {
        for (uint256 place; place < 16 * strides; ++place) {
            uint256 actor = uint256(keccak256(abi.encode(seed, place))) % ACTORS;
            all = abi.encodePacked(all, OperationTwin.cell(1, 0, actor, (actor + 1) % ACTORS, 0));
        }
    }

    /// @param length A multiple of 32.
    function _random(uint256 length, uint256 seed) private pure returns (bytes memory bytes_) {
        bytes_ = new bytes(length);
        for (uint256 i = 32; i <= length; i += 32) {
            bytes32 word = keccak256(abi.encode(seed, i));
            assembly ("memory-safe") {
                mstore(add(bytes_, i), word)
            }
        }
    }
}
