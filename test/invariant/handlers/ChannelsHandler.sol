// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {ERC20} from "solady/tokens/ERC20.sol";

import {PaymentChannels} from "src/PaymentChannels.sol";
import {SplitRollup} from "src/SplitRollup.sol";
import {Channel, ChannelKey, ChannelStatus} from "src/types/Channel.sol";
import {Payee, payeeOf} from "src/types/Payee.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";

/// @notice Payers, payees and strangers who do whatever they can to 18 channels in two tokens.
contract ChannelsHandler is Test {
    uint256 private constant SESSION = 0x5e55;
    uint64 private constant SALTS = 3;

    PaymentChannels private immutable CHANNELS;
    SplitRollup private immutable ROLLUP;
    ERC20 public immutable STREAM;
    BlocklistToken public immutable BLOCKLIST;

    address[2] public payers = [makeAddr("payer one"), makeAddr("payer two")];
    Payee[3] public payees;
    ChannelKey[] private _keys;

    /// @notice What went into channels to a payee, and what they were seen to have claimed.
    mapping(Payee payee => mapping(address token => uint256)) public deposited;
    mapping(Payee payee => mapping(address token => uint256)) public claimed;
    mapping(bytes32 channelId => Channel) private _seen;

    constructor(PaymentChannels channels, SplitRollup rollup, ERC20 stream) {
        (CHANNELS, ROLLUP, STREAM) = (channels, rollup, stream);
        BLOCKLIST = new BlocklistToken();
        payees = [
            payeeOf(makeAddr("payee one")), payeeOf(makeAddr("payee two")), payeeOf(rollup.registerSplit(1))
        ];
    }

    /* ACTIONS */

    function open(uint256 seed, uint96 deposit, uint24 windowSec) external {
        ChannelKey memory key = _keyFor(seed);
        deposit = 1 + deposit % 1000e18;
        windowSec = 15 minutes + windowSec % 29 days;
        _give(key.payer, key.token, deposit);
        bool isNew = _channel(key).status() == ChannelStatus.None;
        vm.prank(key.payer);
        try CHANNELS.open(key.payee, key.token, key.salt, key.sessionKey, windowSec, deposit) {
            assertTrue(isNew, "PAY-4: an id is never used again");
            _keys.push(key);
            deposited[key.payee][key.token] += deposit;
        } catch {
            assertFalse(isNew, "a new channel can be opened");
        }
        _look();
    }

    function topUp(uint256 seed, uint256 from, uint96 amount) external {
        if (_keys.length == 0) return;
        ChannelKey memory key = _keys[seed % _keys.length];
        amount %= 100e18;
        address giver = payers[from % 2];
        _give(giver, key.token, amount);
        bool isOpen = _channel(key).status() == ChannelStatus.Open;
        vm.prank(giver);
        try CHANNELS.topUp(key, amount) {
            assertTrue(isOpen, "topped up <=> open");
            deposited[key.payee][key.token] += amount;
        } catch {
            assertFalse(isOpen, "topped up <=> open");
        }
        _look();
    }

    /// @param kinds Two bits a row say what is wrong with it.
    function settle(uint256 seed, uint96[4] calldata cumulatives, uint8 kinds) external {
        if (_keys.length == 0) return;
        ChannelKey memory key = _keys[seed % _keys.length];
        CHANNELS.settle(key.payee, key.token, _rows(key, cumulatives, kinds));
        _look();
    }

    function close(uint256 seed, uint96[4] calldata cumulatives, uint8 kinds) external {
        if (_keys.length == 0) return;
        ChannelKey memory key = _keys[seed % _keys.length];
        bool closable = key.payee.isAddress() && _channel(key).windowSec != 0;
        bytes memory rows = _rows(key, cumulatives, kinds);
        vm.prank(key.payee.toAddress());
        try CHANNELS.close(key, rows) {
            assertTrue(closable, "closed <=> open or closing, by an address");
        } catch {
            assertFalse(closable, "closed <=> open or closing, by an address");
        }
        _look();
    }

    function startClose(uint256 seed) external {
        if (_keys.length == 0) return;
        ChannelKey memory key = _keys[seed % _keys.length];
        bool isOpen = _channel(key).status() == ChannelStatus.Open;
        vm.prank(key.payer);
        try CHANNELS.startClose(key) {
            assertTrue(isOpen, "close started <=> open");
        } catch {
            assertFalse(isOpen, "close started <=> open");
        }
        _look();
    }

    function finalize(uint256 seed, uint24 later) external {
        if (_keys.length == 0) return;
        vm.warp(vm.getBlockTimestamp() + later % 10 days);
        ChannelKey memory key = _keys[seed % _keys.length];
        Channel memory channel = _channel(key);
        bool due = channel.status() == ChannelStatus.Closing && vm.getBlockTimestamp() >= channel.closesAt;
        try CHANNELS.finalize(key) {
            assertTrue(due, "finalized <=> the window has passed");
        } catch {
            assertFalse(due, "finalized <=> the window has passed");
        }
        _look();
    }

    function payOut(uint256 who, bool inStream) external {
        Payee payee = who % 5 < 3 ? payees[who % 5] : payeeOf(payers[who % 2]);
        CHANNELS.payOut(payee, inStream ? address(STREAM) : address(BLOCKLIST));
        _look();
    }

    function payOutTo(uint256 who) external {
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
    }

    /* WHAT THE INVARIANTS SUM UP */

    /// @return sum Σ (deposit − claimed) over the channels of `token` that are not closed.
    function heldFor(address token) external view returns (uint256 sum) {
        for (uint256 i; i < _keys.length; ++i) {
            Channel memory channel = _channel(_keys[i]);
            if (_keys[i].token != token || channel.windowSec == 0) continue;
            sum += channel.deposit - channel.claimed;
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

    /// @return What reached `payee` so far: at its address, or at the rollup.
    function received(Payee payee, address token) external view returns (uint256) {
        return ERC20(token).balanceOf(payee.isSplit() ? address(ROLLUP) : payee.toAddress());
    }

    /* INTERNAL */

    /// @dev Looks at every channel after every action.
    function _look() private {
        for (uint256 i; i < _keys.length; ++i) {
            ChannelKey memory key = _keys[i];
            bytes32 channelId = CHANNELS.channelIdOf(key);
            Channel memory channel = CHANNELS.channelOf(channelId);
            Channel memory before = _seen[channelId];
            assertLe(channel.claimed, channel.deposit, "PAY-4: claimed <= deposit");
            assertGe(channel.claimed, before.claimed, "PAY-4: claimed never falls");
            if (before.status() == ChannelStatus.Closed) {
                assertEq(abi.encode(channel), abi.encode(before), "PAY-4: closed is for ever");
            }
            claimed[key.payee][key.token] += channel.claimed - before.claimed;
            _seen[channelId] = channel;
        }
    }

    function _keyFor(uint256 seed) private view returns (ChannelKey memory) {
        Payee payee = payees[seed % 3];
        bool inStream = payee.isSplit() || (seed >> 8) % 2 == 0;
        return ChannelKey({
            payer: payers[(seed >> 16) % 2],
            payee: payee,
            token: inStream ? address(STREAM) : address(BLOCKLIST),
            salt: uint64((seed >> 24) % SALTS),
            sessionKey: vm.addr(SESSION)
        });
    }

    /// @dev Rows of channels to the payee of `key`, some of which never were: 0 and 1 good, 2 another key's, 3 garbage.
    function _rows(ChannelKey memory key, uint96[4] calldata cumulatives, uint8 kinds)
        private
        view
        returns (bytes memory rows)
    {
        for (uint64 i; i < 4; ++i) {
            uint64 salt = (key.salt + i / 2) % SALTS;
            ChannelKey memory row = ChannelKey(payers[i % 2], key.payee, key.token, salt, key.sessionKey);
            uint96 cumulative = cumulatives[i] % 2000e18;
            rows = bytes.concat(rows, _row(row, cumulative, (kinds >> (2 * i)) & 3));
        }
    }

    function _row(ChannelKey memory key, uint96 cumulative, uint256 kind)
        private
        view
        returns (bytes memory)
    {
        bytes32 digest = CHANNELS.voucherDigest(key.payer, key.payee, key.token, key.salt, cumulative);
        (bytes32 r, bytes32 vs) = vm.signCompact(kind == 2 ? SESSION + 1 : SESSION, digest);
        if (kind == 3) r = ~r;
        return abi.encodePacked(key.payer, key.salt, cumulative, r, vs);
    }

    function _give(address account, address token, uint256 amount) private {
        if (token == address(STREAM)) assertTrue(STREAM.transfer(account, amount));
        else BLOCKLIST.mint(account, amount);
        vm.prank(account);
        ERC20(token).approve(address(CHANNELS), amount);
    }

    function _channel(ChannelKey memory key) private view returns (Channel memory) {
        return CHANNELS.channelOf(CHANNELS.channelIdOf(key));
    }
}
