// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";
import {PaymentChannels} from "src/payments/PaymentChannels.sol";
import {SplitRollup} from "src/splits/SplitRollup.sol";
import {Channel, ChannelKey, ChannelStatus, Settlement} from "src/types/Channel.sol";
import {Funding, FundingSource} from "src/types/Funding.sol";
import {Opening} from "src/types/Opening.sol";
import {Payee, payeeOf} from "src/types/Payee.sol";
import {Passkey} from "test/helpers/Passkey.sol";
import {Permit} from "test/helpers/Permit.sol";
import {Permit2} from "test/helpers/Permit2.sol";
import {ChannelsParties} from "test/invariant/handlers/ChannelsParties.sol";

/// @notice Payers, payees, strangers and thieves who do whatever they can to 36 channels in STREAM, ETH, a token with a
/// blocklist, and one that takes a fee.
contract ChannelsHandler is ChannelsParties {
    constructor(PaymentChannels channels, SplitRollup rollup, ERC20 stream)
        ChannelsParties(channels, rollup, stream)
    {}

    /* PAYERS */

    /// @param how A {FundingSource}, {BY_SIGNATURE} or {BY_PASSKEY}.
    function open(uint256 seed, uint96 deposit, uint24 windowSec, uint256 how) external recorded {
        ChannelKey memory key = _keyFor(seed);
        deposit = 1 + deposit % 1000e18;
        windowSec = 15 minutes + windowSec % 29 days;
        how = _possible(how % 6, key.token);
        bool isNew = _status(_channel(key)) == ChannelStatus.None;
        bool canPay = how == uint256(FundingSource.Allowance) || how == uint256(FundingSource.Permit)
            || how == uint256(FundingSource.Permit2) || CHANNELS.prepaid(key.payer, key.token) >= deposit;
        if (how == BY_PASSKEY) canPay = canPay && key.payer == payers[0];

        bool opened = _open(key, windowSec, deposit, how);
        assertEq(opened, isNew && canPay, "PAY-4: opened <=> never used, and paid for");
        if (opened) {
            _keys.push(key);
            _count(key, deposit, how);
        }
        _look();
    }

    function topUp(uint256 seed, uint256 from, uint96 amount, uint256 how) external recorded {
        if (_keys.length == 0) return;
        ChannelKey memory key = _keys[seed % _keys.length];
        amount = 1 + amount % 100e18;
        how = _possible(how % 4, key.token);
        bool canPay =
            how != uint256(FundingSource.Prepaid) || CHANNELS.prepaid(payers[from % 2], key.token) >= amount;
        bool expected = _status(_channel(key)) == ChannelStatus.Open && canPay;
        Funding memory funding = _fund(from % 2, key.token, amount, how);
        uint256 value = key.token == address(0) && how == 0 ? amount : 0;
        bytes memory data = how == 0
            ? abi.encodeCall(CHANNELS.topUp, (key, amount))
            : abi.encodeCall(CHANNELS.topUpWith, (key, amount, funding));
        assertEq(_call(payers[from % 2], value, data), expected, "topped up <=> open, and paid for");
        if (expected) _count(key, amount, how);
        _look();
    }

    function prepay(uint256 from, uint256 to, uint256 token, uint96 amount) external recorded {
        address asset = tokens[token % 4];
        amount %= 1000e18;
        _fund(from % 2, asset, amount, 0);
        uint256 value = asset == address(0) ? amount : 0;
        bytes memory data = abi.encodeCall(CHANNELS.prepay, (payers[to % 2], asset, amount));
        assertTrue(_call(payers[from % 2], value, data), "anyone may fill an account");
        _look();
    }

    function withdrawPrepaid(uint256 who, uint256 token, uint96 amount) external recorded {
        address owner = payers[who % 2];
        address asset = tokens[token % 4];
        amount %= 1000e18;
        bool refused = asset == address(BLOCKLIST) && BLOCKLIST.blocked(owner);
        bool expected = CHANNELS.prepaid(owner, asset) >= amount && !refused;
        bytes memory data = abi.encodeCall(CHANNELS.withdrawPrepaid, (asset, owner, amount));
        assertEq(_call(owner, 0, data), expected, "withdrawn <=> prepaid");
        _look();
    }

    function startClose(uint256 seed) external recorded {
        if (_keys.length == 0) return;
        ChannelKey memory key = _keys[seed % _keys.length];
        bool isOpen = _status(_channel(key)) == ChannelStatus.Open;
        bytes memory data = abi.encodeCall(CHANNELS.startClose, (key));
        assertEq(_call(key.payer, 0, data), isOpen, "close started <=> open");
        if (isOpen) _closeStartedAt[CHANNELS.channelIdOf(key)] = vm.getBlockTimestamp();
        _look();
    }

    function finalize(uint256 seed, uint24 later) external recorded {
        if (_keys.length == 0) return;
        vm.warp(vm.getBlockTimestamp() + later % 10 days);
        ChannelKey memory key = _keys[seed % _keys.length];
        Channel memory channel = _channel(key);
        uint256 since = vm.getBlockTimestamp() - _closeStartedAt[CHANNELS.channelIdOf(key)];
        bool due = _status(channel) == ChannelStatus.Closing && since >= channel.windowSec;
        bytes memory data = abi.encodeCall(CHANNELS.finalize, (key));
        assertEq(_call(THIEF, 0, data), due, "PAY-1: finalized <=> the payee had its window");
        _look();
    }

    /* PAYEES */

    /// @param kinds Two bits a row say what is wrong with it.
    function settle(uint256 seed, uint96[4] calldata cumulatives, uint8 kinds) external recorded {
        if (_keys.length == 0) return;
        ChannelKey memory key = _keys[seed % _keys.length];
        bytes memory rows = _rows(key, cumulatives, kinds);
        CHANNELS.settle(key.payee, key.token, rows);
        _look();
        assertEq(CHANNELS.settle(key.payee, key.token, rows), 0, "PAY-4: no voucher pays twice");
    }

    function settleTicks(uint256 seed, uint96 cumulative, uint96 value, uint8 count, uint8 kind)
        external
        recorded
    {
        if (_keys.length == 0) return;
        ChannelKey memory key = _keys[seed % _keys.length];
        bytes memory rows = _tickRow(key, cumulative % 1000e18, value % 10e18, count % 66, kind % 4);
        CHANNELS.settleTicks(key.payee, key.token, rows);
        _look();
        assertEq(CHANNELS.settleTicks(key.payee, key.token, rows), 0, "PAY-4: no tick pays twice");
    }

    function settleMany(uint256 seed, uint96[4] calldata cumulatives, uint8 kinds) external recorded {
        if (_keys.length == 0) return;
        Settlement[] memory settlements = new Settlement[](3);
        for (uint256 i; i < 3; ++i) {
            ChannelKey memory key = _keys[(seed % _keys.length + i) % _keys.length];
            settlements[i] = Settlement(key.payee, key.token, _rows(key, cumulatives, kinds));
        }
        CHANNELS.settleMany(settlements);
        _look();
    }

    function close(uint256 seed, uint96 cumulative, uint8 kind) external recorded {
        if (_keys.length == 0) return;
        ChannelKey memory key = _keys[seed % _keys.length];
        Channel memory channel = _channel(key);
        cumulative %= 2000e18;
        bool isGood = kind % 4 != 2 || cumulative <= channel.settled;
        bool expected = key.payee.isAddress() && channel.windowSec != 0 && isGood;
        (bytes32 r, bytes32 vs) = _signVoucher(key, cumulative, kind % 4 == 2);
        bytes memory data = abi.encodeCall(CHANNELS.close, (key, cumulative, r, vs));
        assertEq(_call(key.payee.toAddress(), 0, data), expected, "closed <=> running, signed, by an address");
        _look();
    }

    function closeWithConsent(uint256 seed, uint96 total) external recorded {
        if (_keys.length == 0) return;
        ChannelKey memory key = _keys[seed % _keys.length];
        Channel memory channel = _channel(key);
        bytes32 channelId = CHANNELS.channelIdOf(key);
        total %= 1000e18;
        bool isInRange = total >= channel.settled && total <= channel.deposit;
        bool expected = key.payee.isAddress() && channel.windowSec != 0 && isInRange;
        bytes memory consent = _sign(PAYEE_KEY, CHANNELS.closeConsentDigest(channelId, total, FOREVER));
        if (expected) _raise(channelId, total);
        bytes memory data = abi.encodeCall(CHANNELS.closeWithConsent, (key, total, FOREVER, consent));
        assertEq(_call(key.payer, 0, data), expected, "closed <=> running, consented, in range");
        _look();
    }

    function refund(uint256 seed, uint96 amount, bool all) external recorded {
        if (_keys.length == 0) return;
        ChannelKey memory key = _keys[seed % _keys.length];
        Channel memory channel = _channel(key);
        bytes32 channelId = CHANNELS.channelIdOf(key);
        uint96 unsettled = channel.deposit - channel.settled;
        amount = all ? unsettled : amount % 1000e18;
        bool expected = key.payee.isAddress() && channel.windowSec != 0 && amount <= unsettled;
        uint64 nonce = _nonce++;
        bytes memory consent =
            _sign(PAYEE_KEY, CHANNELS.refundConsentDigest(channelId, amount, nonce, FOREVER));
        bytes memory data = abi.encodeCall(CHANNELS.refund, (key, amount, nonce, FOREVER, consent));
        assertEq(_call(THIEF, 0, data), expected, "refunded <=> running, consented, unsettled");
        if (expected) {
            deposited[key.payee][key.token] -= amount;
            _deposits[channelId] -= amount;
        }
        assertFalse(_call(THIEF, 0, data), "PAY-4: a consent serves once");
        consent = _sign(PAYEE_KEY, CHANNELS.refundConsentDigest(channelId, 0, nonce, FOREVER - 1));
        data = abi.encodeCall(CHANNELS.refund, (key, 0, nonce, FOREVER - 1, consent));
        if (expected) assertFalse(_call(THIEF, 0, data), "PAY-4: a nonce serves once in its channel");
        _look();
    }

    function payOut(uint256 who, uint256 token) external recorded {
        Payee payee = who % 5 < 3 ? payees[who % 5] : payeeOf(payers[who % 2]);
        CHANNELS.payOut(payee, tokens[token % 4]);
        _look();
    }

    function payOutTo(uint256 who) external recorded {
        address caller = who % 4 < 2 ? payers[who % 2] : payees[who % 2].toAddress();
        bool blocked = BLOCKLIST.blocked(caller);
        BLOCKLIST.setBlocked(caller, false);
        vm.prank(caller);
        CHANNELS.payOutTo(address(BLOCKLIST), caller);
        BLOCKLIST.setBlocked(caller, blocked);
        _look();
    }

    function setBlocked(uint256 who, bool blocked) external {
        BLOCKLIST.setBlocked(who % 4 < 2 ? payers[who % 2] : payees[who % 2].toAddress(), blocked);
        WALLET.setRefuses(blocked);
    }

    /* THIEVES */

    /// @notice A thief tries what is not its to do.
    function steal(uint256 seed, uint96 amount) external recorded {
        if (_keys.length == 0) return;
        ChannelKey memory key = _keys[seed % _keys.length];
        amount = 1 + amount % 1000e18;
        _expectRefused(THIEF, abi.encodeCall(CHANNELS.startClose, (key)));
        _expectRefused(THIEF, abi.encodeCall(CHANNELS.withdrawPrepaid, (key.token, THIEF, amount)));
        vm.prank(THIEF);
        assertEq(CHANNELS.payOutTo(key.token, THIEF), 0, "nothing is owed to a thief");
        bytes memory rows = _row(key, amount, 0);
        assertEq(CHANNELS.settle(payeeOf(THIEF), key.token, rows), 0, "PAY-4: a voucher names its payee");
        _look();
    }

    /// @notice A thief, and the payer without the payee, sign what is not theirs to sign.
    function forge(uint256 seed, uint96 amount) external recorded {
        if (_keys.length == 0) return;
        ChannelKey memory key = _keys[seed % _keys.length];
        (bytes32 r, bytes32 vs) = _signVoucher(key, type(uint96).max, true);
        _expectRefused(THIEF, abi.encodeCall(CHANNELS.close, (key, type(uint96).max, r, vs)));
        uint256[3] memory signers = [THIEF_KEY, SESSION_SECRET, _payerKeys[key.payer == payers[0] ? 0 : 1]];
        for (uint256 i; i < 3; ++i) {
            _forgeConsents(key, signers[i]);
        }
        ChannelKey memory own = ChannelKey(key.payer, payeeOf(THIEF), key.token, 99, THIEF);
        amount = 1 + amount % 1000e18;
        bytes memory opening = _sign(THIEF_KEY, CHANNELS.openDigest(Opening(own, 1 hours, amount, FOREVER)));
        _expectRefused(
            THIEF,
            abi.encodeCall(
                CHANNELS.openFor,
                (Opening(own, 1 hours, amount, FOREVER), Funding(FundingSource.Prepaid, ""), opening)
            )
        );
        _look();
    }

    /// @notice Everybody leaves: channels are closed and finalized, accounts emptied, debts collected.
    function exit() external {
        WALLET.setRefuses(false);
        for (uint256 i; i < 4; ++i) {
            BLOCKLIST.setBlocked(i < 2 ? payers[i] : payees[i - 2].toAddress(), false);
        }
        for (uint256 i; i < _keys.length; ++i) {
            if (_status(_channel(_keys[i])) != ChannelStatus.Open) continue;
            vm.prank(_keys[i].payer);
            CHANNELS.startClose(_keys[i]);
        }
        vm.warp(vm.getBlockTimestamp() + 30 days);
        for (uint256 i; i < _keys.length; ++i) {
            if (_channel(_keys[i]).windowSec != 0) CHANNELS.finalize(_keys[i]);
        }
        for (uint256 i; i < 4; ++i) {
            for (uint256 j; j < 2; ++j) {
                uint256 amount = CHANNELS.prepaid(payers[j], tokens[i]);
                vm.prank(payers[j]);
                CHANNELS.withdrawPrepaid(tokens[i], payers[j], amount);
                CHANNELS.payOut(payeeOf(payers[j]), tokens[i]);
                CHANNELS.payOut(payees[j], tokens[i]);
            }
        }
    }

    /* INTERNAL */

    /// @dev Looks at every channel after every action.
    function _look() private {
        for (uint256 i; i < _keys.length; ++i) {
            ChannelKey memory key = _keys[i];
            bytes32 channelId = CHANNELS.channelIdOf(key);
            Channel memory channel = CHANNELS.channelOf(channelId);
            Channel memory before = _seen[channelId];
            assertLe(channel.settled, channel.deposit, "PAY-4: settled <= deposit");
            assertGe(channel.settled, before.settled, "PAY-4: settled never falls");
            assertLe(channel.settled, _signed[channelId], "PAY-4: settled <= the most that was signed");
            assertEq(channel.deposit, _deposits[channelId], "PAY-2: deposit == arrived - refunded");
            if (_status(before) == ChannelStatus.Closed) {
                assertEq(abi.encode(channel), abi.encode(before), "PAY-4: closed is for ever");
            }
            settled[key.payee][key.token] += channel.settled - before.settled;
            _seen[channelId] = channel;
        }
    }

    function _open(ChannelKey memory key, uint24 windowSec, uint96 deposit, uint256 how)
        private
        returns (bool)
    {
        uint256 payer = key.payer == payers[0] ? 0 : 1;
        bytes32 digest = CHANNELS.openDigest(Opening(key, windowSec, deposit, FOREVER));
        bytes memory data;
        if (how == BY_SIGNATURE) {
            bytes memory signature = _sign(_payerKeys[payer], digest);
            return _call(
                THIEF,
                0,
                abi.encodeCall(
                    CHANNELS.openFor,
                    (Opening(key, windowSec, deposit, FOREVER), Funding(FundingSource.Prepaid, ""), signature)
                )
            );
        }
        if (how == BY_PASSKEY) {
            (bytes32 x, bytes32 y) = Passkey.publicKey();
            bytes memory assertion = Passkey.assertion(digest);
            data = abi.encodeCall(
                CHANNELS.openByPasskey,
                (
                    Opening(key, windowSec, deposit, FOREVER),
                    Funding(FundingSource.Prepaid, ""),
                    x,
                    y,
                    assertion
                )
            );
            return _call(THIEF, 0, data);
        }
        Funding memory funding = _fund(payer, key.token, deposit, how);
        uint256 value = key.token == address(0) && how == 0 ? deposit : 0;
        data = abi.encodeCall(
            CHANNELS.openWith, (key.payee, key.token, key.salt, key.sessionKey, windowSec, deposit, funding)
        );
        if (how == 0) {
            data = abi.encodeCall(
                CHANNELS.open, (key.payee, key.token, key.salt, key.sessionKey, windowSec, deposit)
            );
        }
        return _call(key.payer, value, data);
    }

    function _expectRefused(address caller, bytes memory data) private {
        assertFalse(_call(caller, 0, data), "PAY-1: nobody does what is not theirs");
    }

    function _forgeConsents(ChannelKey memory key, uint256 signer) private {
        bytes32 channelId = CHANNELS.channelIdOf(key);
        bytes memory consent = _sign(signer, CHANNELS.closeConsentDigest(channelId, 0, FOREVER));
        _expectRefused(key.payer, abi.encodeCall(CHANNELS.closeWithConsent, (key, 0, FOREVER, consent)));
        uint64 nonce = type(uint64).max;
        consent = _sign(signer, CHANNELS.refundConsentDigest(channelId, 1, nonce, FOREVER));
        _expectRefused(key.payer, abi.encodeCall(CHANNELS.refund, (key, 1, nonce, FOREVER, consent)));
    }
}
