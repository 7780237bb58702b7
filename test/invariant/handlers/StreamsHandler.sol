// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";

import {PositionToken} from "src/token/PositionToken.sol";
import {StreamingProtocol} from "src/payments/StreamingProtocol.sol";
import {Funding, FundingSource} from "src/types/Funding.sol";
import {Payee, payeeOf} from "src/types/Payee.sol";
import {Rate} from "src/types/Rate.sol";
import {SplitId} from "src/types/SplitId.sol";
import {Stream, StreamId, StreamKey, StreamStatus} from "src/types/Stream.sol";
import {StreamTerms} from "src/types/StreamTerms.sol";
import {StreamTwin} from "test/helpers/StreamTwin.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {Recording} from "test/invariant/handlers/Recording.sol";

/// @notice Two viewers, one who gives streams away, two payees and a split, two who buy positions, a thief and time. Tokens
/// are STREAM, one with a blocklist, one that keeps a fee, and ETH. Beside it a twin that knows of no payments.
contract StreamsHandler is Recording {
    StreamingProtocol private immutable STREAMS;
    PositionToken private immutable POSITIONS;
    SplitId private immutable SPLIT;
    StreamTwin public immutable TWIN = new StreamTwin();
    address public immutable THIEF = makeAddr("thief");
    address public immutable GIVER = makeAddr("giver");
    /// @notice Where payees have themselves paid, besides their own addresses.
    address public immutable PURSE = makeAddr("purse");

    address[4] public tokens;
    /// @notice Who pays: two viewers, and the giver.
    address[3] public payers;
    /// @notice Who is paid: two payees, and two who buy their positions.
    address[4] public holders =
        [makeAddr("payee one"), makeAddr("payee two"), makeAddr("buyer one"), makeAddr("buyer two")];
    bytes32[3] private _contents;

    StreamKey[] private _keys;
    address[] private _openers;
    bytes32[] private _contentOf;
    /// @notice By stream: all that was put in, and all that was refunded, in wei.
    mapping(uint256 number => uint256) public put;
    mapping(uint256 number => uint256) public refunded;
    mapping(uint256 number => uint256) private _seen;
    uint256[] private _positionIds;
    mapping(uint256 number => uint256) private _bornWith;
    /// @notice By stream: what had left it when it became a position, in wei.
    mapping(uint256 number => uint256) public paidBefore;
    /// @notice By token: all that went into prepaid accounts less what was withdrawn from them, in wei.
    mapping(address token => uint256) public prepaidIn;
    /// @notice By token: all that was put into streams out of prepaid accounts, in wei.
    mapping(address token => uint256) public prepaidSpent;

    /// @param contents Of payee one, of payee two, and of the split.
    constructor(
        StreamingProtocol streams,
        PositionToken positions,
        SplitId split,
        address[4] memory tokens_,
        bytes32[3] memory contents
    ) Recording(address(streams)) {
        (STREAMS, POSITIONS, SPLIT) = (streams, positions, split);
        (tokens, _contents) = (tokens_, contents);
        payers = [makeAddr("viewer one"), makeAddr("viewer two"), GIVER];
        for (uint256 i; i < 24; ++i) {
            (uint256 token, uint256 content) = (i % 4, i / 4 % 3);
            if (content == 2 && token != 0) continue;
            address viewer = payers[i / 12];
            // what the second viewer watches was given to it
            address opener = i / 12 == 0 ? viewer : GIVER;
            Payee payee = content == 2 ? payeeOf(split) : payeeOf(holders[content]);
            StreamId id = STREAMS.streamIdOf(viewer, opener, contents[content], 0);
            _keys.push(StreamKey(id, payee, tokens[token]));
            _openers.push(opener);
            _contentOf.push(contents[content]);
        }
    }

    /* WHO PAYS */

    function open(uint256 seed, uint256 rateSeed, uint256 amountSeed, bool prepaid) external recorded {
        uint256 n = seed % _keys.length;
        StreamKey memory key = _keys[n];
        (address opener, StreamStatus was) = (_openers[n], TWIN.status(n));
        StreamTerms memory terms =
            StreamTerms(_contentOf[n], key.id.viewer(), 0, key.token, _rate(rateSeed), _amount(amountSeed));
        (Funding memory funding, uint256 pocket, uint256 received) =
            _funding(opener, key.token, terms.deposit, prepaid);
        bool allowed = !terms.rate.isZero() && received != 0 && pocket >= terms.deposit
            && (was == StreamStatus.None || (was == StreamStatus.Depleted && !isSold(n)));
        vm.prank(opener);
        try STREAMS.open(terms, funding) {
            assertTrue(allowed, "opened <=> rate and deposit > 0, and none runs or was sold");
            TWIN.open(n, received, Rate.unwrap(terms.rate));
            _putIn(n, received, funding);
        } catch {
            _forget();
            assertFalse(allowed, "opened <=> rate and deposit > 0, and none runs or was sold");
        }
        _look();
    }

    /// @param by Any payer: the viewer, another viewer, or the giver.
    function topUp(uint256 seed, uint256 by, uint256 amountSeed, bool prepaid) external recorded {
        uint256 n = seed % _keys.length;
        StreamKey memory key = _keys[n];
        (address payer, uint96 amount) = (payers[by % 3], _amount(amountSeed));
        (Funding memory funding, uint256 pocket, uint256 received) =
            _funding(payer, key.token, amount, prepaid);
        StreamStatus status = TWIN.status(n);
        bool allowed = status != StreamStatus.None && pocket >= amount
            && (status != StreamStatus.Depleted || _mayHavePaid(n, payer) || STREAMS.accruedOf(key) == 0);
        vm.prank(payer);
        try STREAMS.topUpWith(key, amount, funding) {
            assertTrue(allowed, "topped up <=> open");
            TWIN.topUp(n, received);
            _putIn(n, received, funding);
        } catch {
            _forget();
            assertFalse(allowed, "topped up <=> open");
        }
        _look();
    }

    function setRate(uint256 seed, uint256 rateSeed) external recorded {
        uint256 n = seed % _keys.length;
        Rate rate = _rate(rateSeed);
        bool allowed = TWIN.status(n) != StreamStatus.None && !rate.isZero();
        vm.prank(_keys[n].id.viewer());
        try STREAMS.setRate(_keys[n], rate) {
            assertTrue(allowed, "rate set <=> open and > 0");
            TWIN.setRate(n, Rate.unwrap(rate));
        } catch {
            _forget();
            assertFalse(allowed, "rate set <=> open and > 0");
        }
        _look();
    }

    function pauseOrResume(uint256 seed) external recorded {
        uint256 n = seed % _keys.length;
        StreamStatus status = TWIN.status(n);
        vm.prank(_keys[n].id.viewer());
        try STREAMS.pause(_keys[n]) {
            assertEq(uint8(status), uint8(StreamStatus.Streaming), "paused <=> streaming");
            TWIN.setPaused(n, true);
        } catch {
            _forget();
            assertNotEq(uint8(status), uint8(StreamStatus.Streaming), "paused <=> streaming");
            vm.prank(_keys[n].id.viewer());
            try STREAMS.resume(_keys[n]) {
                assertEq(uint8(status), uint8(StreamStatus.Paused), "resumed <=> paused");
                TWIN.setPaused(n, false);
            } catch {
                _forget();
                assertNotEq(uint8(status), uint8(StreamStatus.Paused), "resumed <=> paused");
            }
        }
        _look();
    }

    /// @param amountSeed Of any amount; now and then all that is unspent.
    function refund(uint256 seed, uint256 amountSeed) external recorded {
        uint256 n = seed % _keys.length;
        bool allowed = TWIN.status(n) != StreamStatus.None;
        uint256 unspent = TWIN.unspent(n);
        uint96 amount = amountSeed % 3 == 0 ? type(uint96).max : _amount(amountSeed >> 8);
        uint256 expected = amount == type(uint96).max ? unspent : amount;
        allowed = allowed && expected <= unspent;
        vm.prank(_keys[n].id.viewer());
        try STREAMS.refund(_keys[n], amount) returns (uint256 refund_) {
            assertTrue(allowed, "refunded <=> open and unspent");
            assertEq(refund_, expected, "PAY-1: refund == what was asked, or put - ceil(earned)");
            TWIN.refund(n, refund_);
            refunded[n] += refund_;
        } catch {
            _forget();
            assertFalse(allowed, "refunded <=> open and unspent");
        }
        _look();
    }

    function cancel(uint256 seed, bool byHolder) external recorded {
        uint256 n = seed % _keys.length;
        bool allowed = TWIN.status(n) != StreamStatus.None;
        address holder = holderOf(n);
        vm.prank(byHolder && holder != address(0) ? holder : _keys[n].id.viewer());
        try STREAMS.cancel(_keys[n]) returns (uint256 refund_) {
            assertTrue(allowed, "cancelled <=> open");
            assertEq(refund_, TWIN.close(n), "PAY-1: refund == put - floor(earned)");
            refunded[n] += refund_;
        } catch {
            _forget();
            assertFalse(allowed, "cancelled <=> open");
        }
        _look();
    }

    function prepay(uint256 by, uint256 owner, uint256 token, uint256 amountSeed) external recorded {
        (address payer, address what, uint96 amount) =
            (payers[by % 3], tokens[token % 4], _amount(amountSeed));
        if (what == address(0)) deal(payer, amount);
        else if (ERC20(what).balanceOf(payer) < amount) return;
        uint256 value = what == address(0) ? amount : 0;
        vm.prank(payer);
        STREAMS.prepay{value: value}(payers[owner % 3], what, amount);
        prepaidIn[what] += what == tokens[2] ? amount - amount / 100 : amount;
        _look();
    }

    function withdrawPrepaid(uint256 by, uint256 token, uint256 amountSeed) external recorded {
        (address payer, address what, uint96 amount) =
            (payers[by % 3], tokens[token % 4], _amount(amountSeed));
        if (BlocklistToken(tokens[1]).blocked(payer)) return;
        bool allowed = STREAMS.prepaid(payer, what) >= amount;
        vm.prank(payer);
        try STREAMS.withdrawPrepaid(what, payer, amount) {
            assertTrue(allowed, "withdrawn <=> in the account");
            prepaidIn[what] -= amount;
        } catch {
            _forget();
            assertFalse(allowed, "withdrawn <=> in the account");
        }
        _look();
    }

    /* WHO IS PAID */

    function withdraw(uint256 seed) external recorded {
        uint256 n = seed % _keys.length;
        bool allowed = TWIN.status(n) != StreamStatus.None && _mayHavePaid(n, THIEF);
        vm.prank(THIEF);
        try STREAMS.withdraw(_keys[n]) {
            assertTrue(allowed, "withdrawn <=> open, and not restricted");
        } catch {
            _forget();
            assertFalse(allowed, "withdrawn <=> open, and not restricted");
        }
        _look();
    }

    function withdrawTo(uint256 seed) external recorded {
        uint256 n = seed % _keys.length;
        bool allowed = TWIN.status(n) != StreamStatus.None && holderOf(n) != address(0);
        address holder = holderOf(n);
        vm.prank(holder);
        try STREAMS.withdrawTo(_keys[n], PURSE) {
            assertTrue(allowed, "withdrawn <=> open, by its holder");
        } catch {
            _forget();
            assertFalse(allowed, "withdrawn <=> open, by its holder");
        }
        _look();
    }

    function withdrawMany(uint256 payee, uint256 token) external recorded {
        Payee whom = payee % 3 == 2 ? payeeOf(SPLIT) : payeeOf(holders[payee % 3]);
        StreamId[] memory ids = new StreamId[](_keys.length);
        for (uint256 n; n < ids.length; ++n) {
            ids[n] = _keys[n].id;
        }
        vm.prank(THIEF);
        STREAMS.withdrawMany(whom, tokens[token % 4], ids);
        _look();
    }

    function processPayment(uint256 seed, uint256 amount) external recorded {
        uint256 n = seed % _keys.length;
        StreamKey memory key = _keys[n];
        if (key.token != tokens[0]) return;
        bool isOpen = TWIN.status(n) != StreamStatus.None;
        Payee holder = holderOf(n) == address(0) ? key.payee : payeeOf(holderOf(n));
        uint256 available = STREAMS.accruedOf(key) + STREAMS.owed(holder, key.token);
        if (amount != type(uint256).max) amount = amount % (available + 2);
        address creator =
            key.payee.isSplit() ? address(uint160(SplitId.unwrap(SPLIT))) : key.payee.toAddress();
        bool allowed =
            isOpen && _mayHavePaid(n, THIEF) && (amount == type(uint256).max || amount <= available);
        vm.prank(THIEF);
        try STREAMS.processPayment(creator, amount, StreamId.unwrap(key.id)) {
            assertTrue(allowed, "processed <=> open and amount <= accrued + owed");
        } catch {
            _forget();
            assertFalse(allowed, "processed <=> open and amount <= accrued + owed");
        }
        _look();
    }

    /// @param any Of any stream, which mostly is refused; else of one that may become a position, if there is one.
    function mintPosition(uint256 seed, bool any) external recorded {
        uint256 n = any ? seed % _keys.length : _firstFrom(seed, _maySell);
        StreamKey memory key = _keys[n];
        bool allowed = _maySell(n);
        vm.prank(key.payee.isAddress() ? key.payee.toAddress() : THIEF);
        try STREAMS.mintPosition(key) {
            assertTrue(allowed, "minted <=> open, no position, by its payee");
            _assertFresh(STREAMS.positionIdOf(key));
            (_bornWith[n], paidBefore[n]) = (STREAMS.positionIdOf(key), withdrawnOf(n));
        } catch {
            _forget();
            assertFalse(allowed, "minted <=> open, no position, by its payee");
        }
        _look();
    }

    function trade(uint256 seed, uint256 buyer) external recorded {
        uint256 n = _firstFrom(seed, isSold);
        if (!isSold(n)) return;
        (address owner, uint256 positionId) = (holderOf(n), STREAMS.positionIdOf(_keys[n]));
        vm.prank(owner);
        POSITIONS.transferFrom(owner, holders[2 + buyer % 2], positionId);
        _look();
    }

    function restrict(uint256 seed, bool restricted) external {
        uint256 n = _firstFrom(seed, isSold);
        if (!isSold(n)) return;
        uint256 positionId = STREAMS.positionIdOf(_keys[n]);
        vm.prank(holderOf(n));
        POSITIONS.restrict(positionId, restricted);
        _look();
    }

    /// @param who A holder, a viewer, or the split.
    function payOut(uint256 who, uint256 token) external recorded {
        who %= 7;
        Payee whom = who < 4 ? payeeOf(holders[who]) : who < 6 ? payeeOf(payers[who - 4]) : payeeOf(SPLIT);
        STREAMS.payOut(whom, tokens[token % 4]);
        _look();
    }

    function payOutTo(uint256 who, uint256 token) external recorded {
        vm.prank(holders[who % 4]);
        STREAMS.payOutTo(tokens[token % 4], PURSE);
        _look();
    }

    /* THE WORLD */

    /// @param seed Of a jump: none, a second, minutes, weeks, or years.
    function wait(uint256 seed) external recorded {
        uint256[5] memory most = [uint256(1), 2, 1 hours, 60 days, 2000 days];
        vm.warp(vm.getBlockTimestamp() + (seed >> 8) % most[seed % 5]);
        _look();
    }

    function setBlocked(uint256 who, bool isBlocked) external {
        who %= 6;
        BlocklistToken(tokens[1]).setBlocked(who < 4 ? holders[who] : payers[who - 4], isBlocked);
    }

    /// @dev Whatever is tried is refused.
    function steal(uint256 seed, uint256 amount) external recorded {
        StreamKey memory key = _keys[seed % _keys.length];
        amount = 1 + amount % 1e30;
        _refused(abi.encodeCall(STREAMS.cancel, (key)));
        _refused(abi.encodeCall(STREAMS.refund, (key, 0)));
        _refused(abi.encodeCall(STREAMS.pause, (key)));
        _refused(abi.encodeCall(STREAMS.resume, (key)));
        _refused(abi.encodeCall(STREAMS.setRate, (key, Rate.wrap(1))));
        _refused(abi.encodeCall(STREAMS.withdrawTo, (key, THIEF)));
        _refused(abi.encodeCall(STREAMS.mintPosition, (key)));
        _refused(abi.encodePacked(abi.encodeCall(STREAMS.cancel, (key)), key.id.viewer()));
        _refused(abi.encodeCall(STREAMS.withdrawPrepaid, (key.token, THIEF, amount)));
        _refused(abi.encodeCall(STREAMS.processPayment, (THIEF, amount, StreamId.unwrap(key.id))));
        key.payee = payeeOf(THIEF);
        _refused(abi.encodeCall(STREAMS.withdraw, (key)));
        vm.prank(THIEF);
        assertEq(STREAMS.payOutTo(key.token, THIEF), 0, "PAY-2: what a thief tries is refused");
        _look();
    }

    /* WHAT THE INVARIANTS SUM UP */

    function count() external view returns (uint256) {
        return _keys.length;
    }

    function keyOf(uint256 number) external view returns (StreamKey memory) {
        return _keys[number];
    }

    /// @return Who is paid now; 0 for the split.
    function holderOf(uint256 number) public view returns (address) {
        StreamKey memory key = _keys[number];
        if (STREAMS.streamOf(key).isPosition) return POSITIONS.ownerOf(STREAMS.positionIdOf(key));
        return key.payee.isSplit() ? address(0) : key.payee.toAddress();
    }

    /// @return Whether a stream is a position.
    function isSold(uint256 number) public view returns (bool) {
        return STREAMS.streamOf(_keys[number]).isPosition;
    }

    /// @return All ids of positions that there ever were.
    function positionIds() external view returns (uint256[] memory) {
        return _positionIds;
    }

    /// @return The id that a stream's position was made with.
    function bornWith(uint256 number) external view returns (uint256) {
        return _bornWith[number];
    }

    /// @return What left a stream for its payee, in wei.
    function withdrawnOf(uint256 number) public view returns (uint256) {
        return put[number] - refunded[number] - STREAMS.streamOf(_keys[number]).funds;
    }

    /* INTERNAL */

    function _assertFresh(uint256 positionId) private {
        for (uint256 i; i < _positionIds.length; ++i) {
            assertNotEq(_positionIds[i], positionId, "POS-1: no position's id comes back");
        }
        _positionIds.push(positionId);
    }

    /// @return Whether `caller` may have the stream paid.
    function _mayHavePaid(uint256 n, address caller) private view returns (bool) {
        if (!isSold(n)) return true;
        return !POSITIONS.isRestricted(STREAMS.positionIdOf(_keys[n])) || caller == holderOf(n);
    }

    function _maySell(uint256 n) private returns (bool) {
        return TWIN.status(n) != StreamStatus.None && _keys[n].payee.isAddress() && !isSold(n);
    }

    /// @dev The first stream from `seed` on that is so, else any: one by chance would hardly ever be a position, and be restricted.
    function _firstFrom(uint256 seed, function(uint256) returns (bool) isSo) private returns (uint256 n) {
        for (uint256 i; i < _keys.length; ++i) {
            n = (seed % _keys.length + i) % _keys.length;
            if (isSo(n)) return n;
        }
    }

    /// @dev Looks at every stream after every action.
    function _look() private {
        for (uint256 n; n < _keys.length; ++n) {
            uint256 gain = withdrawnOf(n) + STREAMS.accruedOf(_keys[n]);
            assertGe(gain, _seen[n], "PAY-1: nobody lowers withdrawn + accrued");
            _seen[n] = gain;
        }
    }

    function _refused(bytes memory call) private {
        _read();
        vm.prank(THIEF);
        (bool succeeded,) = address(STREAMS).call(call);
        assertFalse(succeeded, "PAY-2: what a thief tries is refused");
        _forget();
    }

    function _putIn(uint256 n, uint256 received, Funding memory funding) private {
        put[n] += received;
        if (funding.source == FundingSource.Prepaid) prepaidSpent[_keys[n].token] += received;
    }

    /// @return funding Out of the account for ETH, and where that is asked for.
    /// @return pocket What is there, in wei.
    /// @return received What will arrive of `amount`.
    function _funding(address payer, address token, uint256 amount, bool prepaid)
        private
        view
        returns (Funding memory funding, uint256 pocket, uint256 received)
    {
        if (prepaid || token == address(0)) {
            return (Funding(FundingSource.Prepaid, ""), STREAMS.prepaid(payer, token), amount);
        }
        received = token == tokens[2] ? amount - amount / 100 : amount;
        return (Funding(FundingSource.Allowance, ""), ERC20(token).balanceOf(payer), received);
    }

    /// @dev Nothing, the least, less than a wei, 0.9 wei, any with a fraction, or a lot, per second.
    function _rate(uint256 seed) private pure returns (Rate) {
        uint256 any = seed >> 8;
        return Rate.wrap(uint88([0, 1, any % 65_536, 58_982, any % 1e20, any % 1e24][seed % 6]));
    }

    /// @dev Nothing, a wei, dust, or up to a thousand tokens.
    function _amount(uint256 seed) private pure returns (uint96) {
        uint256 any = seed >> 8;
        return uint96([0, 1, any % 1000, any % 1e15, any % 1e19, any % 1e21][seed % 6]);
    }
}
