// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";
import {PaymentChannels} from "src/payments/PaymentChannels.sol";
import {SplitRollup} from "src/splits/SplitRollup.sol";
import {Channel, ChannelKey, ChannelStatus, packChannel} from "src/types/Channel.sol";
import {Funding, FundingSource} from "src/types/Funding.sol";
import {Payee, payeeOf} from "src/types/Payee.sol";
import {Passkey} from "test/helpers/Passkey.sol";
import {Permit} from "test/helpers/Permit.sol";
import {Permit2} from "test/helpers/Permit2.sol";
import {Wallet} from "test/helpers/Wallet.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {FeeOnTransferToken} from "test/helpers/tokens/FeeOnTransferToken.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";
import {Recording} from "test/invariant/handlers/Recording.sol";

/// @notice Two payers, three payees and a thief, with what they hold, sign and remember.
abstract contract ChannelsParties is Recording {
    uint256 internal constant SESSION_SECRET = 0x5e55;
    uint40 internal constant FOREVER = type(uint40).max;
    uint64 internal constant SALTS = 2;

    /// @dev How a channel is opened or topped up: by a {FundingSource}, or by the payer's signature or passkey.
    uint256 internal constant BY_SIGNATURE = 4;
    uint256 internal constant BY_PASSKEY = 5;

    PaymentChannels internal immutable CHANNELS;
    SplitRollup internal immutable ROLLUP;
    ERC20 public immutable STREAM;
    BlocklistToken public immutable BLOCKLIST = new BlocklistToken();

    address[4] public tokens;
    address[2] public payers;
    uint256[2] internal _payerKeys;
    /// @notice An EOA, a wallet that sometimes refuses ETH, and a split.
    Payee[3] public payees;
    uint256 internal immutable PAYEE_KEY;
    Wallet internal immutable WALLET;
    address public immutable THIEF;
    uint256 internal immutable THIEF_KEY;

    ChannelKey[] internal _keys;
    uint64 internal _nonce;

    /// @notice What went into channels to a payee, less what was refunded by consent, and what they settled.
    mapping(Payee payee => mapping(address token => uint256)) public deposited;
    mapping(Payee payee => mapping(address token => uint256)) public settled;
    mapping(bytes32 channelId => Channel) internal _seen;
    /// @dev The same for each channel; and the most that its session key, or its payee by consent, ever signed.
    mapping(bytes32 channelId => uint256) internal _deposits;
    mapping(bytes32 channelId => uint256) internal _signed;
    mapping(bytes32 channelId => uint256) internal _closeStartedAt;

    constructor(PaymentChannels channels, SplitRollup rollup, ERC20 stream) Recording(address(channels)) {
        (CHANNELS, ROLLUP, STREAM) = (channels, rollup, stream);
        tokens = [address(stream), address(BLOCKLIST), address(new FeeOnTransferToken()), address(0)];
        for (uint256 i; i < 2; ++i) {
            (payers[i], _payerKeys[i]) = makeAddrAndKey(i == 0 ? "payer one" : "payer two");
            vm.prank(payers[i]);
            stream.approve(Permit2.AT, type(uint256).max);
        }
        address payee;
        (payee, PAYEE_KEY) = makeAddrAndKey("payee");
        WALLET = new Wallet(payee);
        payees = [payeeOf(payee), payeeOf(address(WALLET)), payeeOf(rollup.registerSplit(1))];
        (THIEF, THIEF_KEY) = makeAddrAndKey("thief");
        (bytes32 x, bytes32 y) = Passkey.publicKey();
        vm.prank(payers[0]);
        channels.setPasskey(x, y);
    }

    /* WHAT THE INVARIANTS SUM UP */

    /// @return sum Σ (deposit − settled) over the channels of `token` that are not closed.
    function heldFor(address token) external view returns (uint256 sum) {
        for (uint256 i; i < _keys.length; ++i) {
            Channel memory channel = _channel(_keys[i]);
            if (_keys[i].token != token || channel.windowSec == 0) continue;
            sum += channel.deposit - channel.settled;
        }
    }

    /// @return sum What waits for anybody in `token`.
    function owedIn(address token) external view returns (uint256 sum) {
        for (uint256 i; i < 3; ++i) {
            sum += CHANNELS.owed(payees[i], token);
        }
        for (uint256 i; i < 2; ++i) {
            sum += CHANNELS.owed(payeeOf(payers[i]), token);
        }
    }

    /// @return What payers have prepaid in `token`.
    function prepaidIn(address token) external view returns (uint256) {
        return CHANNELS.prepaid(payers[0], token) + CHANNELS.prepaid(payers[1], token);
    }

    /// @return What reached `payee` so far: at its address, or at the rollup.
    function received(Payee payee, address token) external view returns (uint256) {
        return balanceOf(payee.isSplit() ? address(ROLLUP) : payee.toAddress(), token);
    }

    /// @notice What the logs say is what the contract says.
    function checkBook() external view {
        for (uint256 i; i < _keys.length; ++i) {
            bytes32 channelId = CHANNELS.channelIdOf(_keys[i]);
            Channel memory channel = CHANNELS.channelOf(channelId);
            assertEq(BOOK.deposits(channelId), channel.deposit, "PAY-2: deposit, by logs");
            assertEq(BOOK.settled(channelId), channel.settled, "PAY-4: settled, by logs");
            assertEq(BOOK.closed(channelId), channel.windowSec == 0, "PAY-4: closed, by logs");
        }
        uint256 refunds = BOOK.refundCount();
        for (uint256 i; i < refunds; ++i) {
            bool used = CHANNELS.consentUsed(BOOK.refundedChannels(i), BOOK.usedNonces(i));
            assertTrue(used, "PAY-4: a consent is used, by logs");
        }
        for (uint256 t; t < 4; ++t) {
            address token = tokens[t];
            for (uint256 i; i < 2; ++i) {
                assertEq(
                    BOOK.prepaid(payers[i], token),
                    CHANNELS.prepaid(payers[i], token),
                    "PAY-2: prepaid == in - spent - withdrawn, by logs"
                );
                _checkOwed(payeeOf(payers[i]), token);
            }
            for (uint256 i; i < 3; ++i) {
                _checkOwed(payees[i], token);
            }
        }
    }

    function balanceOf(address account, address token) public view returns (uint256) {
        return token == address(0) ? account.balance : ERC20(token).balanceOf(account);
    }

    /* INTERNAL */

    function _checkOwed(Payee payee, address token) private view {
        assertEq(
            BOOK.owed(Payee.unwrap(payee), token),
            CHANNELS.owed(payee, token),
            "PAY-2: owed == failed - paid out, by logs"
        );
    }

    /// @dev ETH knows no permits.
    function _possible(uint256 how, address token) internal pure returns (uint256) {
        bool byPermit = how == uint256(FundingSource.Permit) || how == uint256(FundingSource.Permit2);
        return token == address(0) && byPermit ? 0 : how;
    }

    /// @notice Puts the money where `how` takes it from.
    function _fund(uint256 payer, address token, uint256 amount, uint256 how)
        internal
        returns (Funding memory funding)
    {
        funding.source = FundingSource(how);
        if (how == uint256(FundingSource.Prepaid)) return funding;
        address account = payers[payer];
        if (token == address(0)) {
            vm.deal(account, account.balance + amount);
            return funding;
        }
        if (token == address(STREAM)) assertTrue(STREAM.transfer(account, amount));
        else TestToken(token).mint(account, amount);
        if (how == uint256(FundingSource.Allowance)) {
            vm.prank(account);
            ERC20(token).approve(address(CHANNELS), amount);
        } else if (how == uint256(FundingSource.Permit)) {
            return Permit.funding(_payerKeys[payer], ERC20(token), amount, address(CHANNELS));
        } else {
            return Permit2.funding(_payerKeys[payer], token, amount, address(CHANNELS), _nonce++);
        }
    }

    /// @dev Counts what arrived by now in a channel.
    function _count(ChannelKey memory key, uint256 amount, uint256 how) internal {
        bool isMoved = how != uint256(FundingSource.Prepaid) && how < BY_SIGNATURE;
        if (key.token == tokens[2] && isMoved) amount -= amount / 100;
        deposited[key.payee][key.token] += amount;
        _deposits[CHANNELS.channelIdOf(key)] += amount;
    }

    function _call(address caller, uint256 value, bytes memory data) internal returns (bool success) {
        _read();
        vm.prank(caller);
        (success,) = address(CHANNELS).call{value: value}(data);
        if (!success) _forget();
    }

    function _keyFor(uint256 seed) internal view returns (ChannelKey memory) {
        Payee payee = payees[seed % 3];
        return ChannelKey({
            payer: payers[(seed >> 16) % 2],
            payee: payee,
            token: payee.isSplit() ? address(STREAM) : tokens[(seed >> 8) % 4],
            salt: uint64((seed >> 24) % SALTS),
            sessionKey: vm.addr(SESSION_SECRET)
        });
    }

    /// @dev Rows of channels to the payee of `key`, some of which never were: 0 and 1 good, 2 another key's, 3 garbage.
    function _rows(ChannelKey memory key, uint96[4] calldata cumulatives, uint8 kinds)
        internal
        returns (bytes memory rows)
    {
        for (uint64 i; i < 4; ++i) {
            uint64 salt = (key.salt + i / 2) % SALTS;
            ChannelKey memory row = ChannelKey(payers[i % 2], key.payee, key.token, salt, key.sessionKey);
            uint96 cumulative = cumulatives[i] % 2000e18;
            rows = bytes.concat(rows, _row(row, cumulative, (kinds >> (2 * i)) & 3));
        }
    }

    function _row(ChannelKey memory key, uint96 cumulative, uint256 kind) internal returns (bytes memory) {
        (bytes32 r, bytes32 vs) = _signVoucher(key, cumulative, kind == 2);
        if (kind == 3) r = ~r;
        return abi.encodePacked(key.payer, key.salt, cumulative, r, vs);
    }

    function _tickRow(ChannelKey memory key, uint96 cumulative, uint96 value, uint8 count, uint256 kind)
        internal
        returns (bytes memory)
    {
        bytes32 tick = keccak256(abi.encode(cumulative, value));
        bytes32 root = tick;
        for (uint256 i; i < count; ++i) {
            root = keccak256(abi.encode(root));
        }
        bytes32 digest =
            CHANNELS.tickVoucherDigest(key.payer, key.payee, key.token, key.salt, cumulative, root, value);
        if (kind < 2 && count <= 64) _raise(CHANNELS.channelIdOf(key), cumulative + uint256(count) * value);
        (bytes32 r, bytes32 vs) = vm.signCompact(kind == 2 ? SESSION_SECRET + 1 : SESSION_SECRET, digest);
        if (kind == 3) tick = ~tick;
        return abi.encodePacked(key.payer, key.salt, cumulative, value, count, tick, r, vs);
    }

    function _signVoucher(ChannelKey memory key, uint96 cumulative, bool isForged)
        internal
        returns (bytes32, bytes32)
    {
        if (!isForged) _raise(CHANNELS.channelIdOf(key), cumulative);
        bytes32 digest = CHANNELS.voucherDigest(key.payer, key.payee, key.token, key.salt, cumulative);
        return vm.signCompact(isForged ? THIEF_KEY : SESSION_SECRET, digest);
    }

    function _raise(bytes32 channelId, uint256 total) internal {
        if (total > _signed[channelId]) _signed[channelId] = total;
    }

    function _sign(uint256 signer, bytes32 digest) internal pure returns (bytes memory) {
        (bytes32 r, bytes32 vs) = vm.signCompact(signer, digest);
        return abi.encodePacked(r, vs);
    }

    function _status(Channel memory channel) internal pure returns (ChannelStatus) {
        return packChannel(channel.deposit, channel.settled, channel.closesAt, channel.windowSec).status();
    }

    function _channel(ChannelKey memory key) internal view returns (Channel memory) {
        return CHANNELS.channelOf(CHANNELS.channelIdOf(key));
    }
}
