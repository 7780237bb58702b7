// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";

import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {Channel, ChannelKey, ChannelStatus, packChannel} from "src/types/Channel.sol";
import {Funding, FundingSource} from "src/types/Funding.sol";
import {Payee, payeeOf} from "src/types/Payee.sol";
import {SplitId} from "src/types/SplitId.sol";
import {Base} from "test/Base.t.sol";

/// @notice A payer who opens channels, and the session key that signs its vouchers.
abstract contract ChannelScene is Base {
    uint24 internal constant WINDOW = 1 hours;
    uint96 internal constant DEPOSIT = 100e18;
    uint40 internal constant FOREVER = type(uint40).max;
    uint256 internal constant SESSION_SECRET = 0x5e5510;

    address internal immutable PAYER = makeAddr("payer");
    uint256 internal immutable PAYER_KEY;
    address internal immutable PAYEE = makeAddr("payee");
    uint256 internal immutable PAYEE_KEY;

    constructor() {
        (, PAYER_KEY) = makeAddrAndKey("payer");
        (, PAYEE_KEY) = makeAddrAndKey("payee");
    }

    function setUp() public virtual override {
        super.setUp();
        fund(PAYER, 1_000_000e18, address(channels));
        vm.deal(PAYER, 1_000_000e18);
    }

    /// @return The channel from the payer to the payee that `salt` names.
    function keyOf(uint64 salt) internal view returns (ChannelKey memory) {
        return ChannelKey(PAYER, payeeOf(PAYEE), address(stream), salt, vm.addr(SESSION_SECRET));
    }

    function keyOf(uint64 salt, Payee payee) internal view returns (ChannelKey memory key) {
        key = keyOf(salt);
        key.payee = payee;
    }

    function keyOf(uint64 salt, ERC20 token) internal view returns (ChannelKey memory key) {
        key = keyOf(salt);
        key.token = address(token);
    }

    function open(ChannelKey memory key) internal returns (bytes32) {
        return open(key, WINDOW, DEPOSIT);
    }

    function open(ChannelKey memory key, uint24 windowSec, uint96 deposit) internal returns (bytes32) {
        uint256 value = key.token == address(0) ? deposit : 0;
        vm.prank(key.payer);
        return channels.open{value: value}(key.payee, key.token, key.salt, key.sessionKey, windowSec, deposit);
    }

    function startClose(ChannelKey memory key) internal {
        vm.prank(key.payer);
        channels.startClose(key);
    }

    function finalize(ChannelKey memory key) internal {
        vm.warp(block.timestamp + WINDOW);
        channels.finalize(key);
    }

    /// @notice Finalizes at the first moment at which that can be done.
    function finalizeAfter(ChannelKey memory key) internal {
        vm.warp(channelOf(key).closesAt);
        channels.finalize(key);
    }

    /// @notice Closes the channel of `key` by its payee, with a voucher of `cumulative`.
    function close(ChannelKey memory key, uint96 cumulative) internal {
        (bytes32 r, bytes32 vs) = vm.signCompact(SESSION_SECRET, digestOf(channels, key, cumulative));
        vm.prank(key.payee.toAddress());
        channels.close(key, cumulative, r, vs);
    }

    /// @notice Opens the channel of `key`, and closes it again.
    function openAndClose(ChannelKey memory key) internal returns (bytes32 channelId) {
        channelId = open(key);
        startClose(key);
        finalize(key);
    }

    /// @return A row for {IPaymentChannels.settle}, signed by the session key.
    function row(ChannelKey memory key, uint96 cumulative) internal view returns (bytes memory) {
        return row(key, cumulative, SESSION_SECRET);
    }

    function row(ChannelKey memory key, uint96 cumulative, uint256 signer)
        internal
        view
        returns (bytes memory)
    {
        return row(key, cumulative, digestOf(channels, key, cumulative), signer);
    }

    function row(ChannelKey memory key, uint96 cumulative, bytes32 digest, uint256 signer)
        internal
        pure
        returns (bytes memory)
    {
        (bytes32 r, bytes32 vs) = vm.signCompact(signer, digest);
        return abi.encodePacked(key.payer, key.salt, cumulative, r, vs);
    }

    function digestOf(IPaymentChannels where, ChannelKey memory key, uint96 cumulative)
        internal
        view
        returns (bytes32)
    {
        return where.voucherDigest(key.payer, key.payee, key.token, key.salt, cumulative);
    }

    /// @return A row for {IPaymentChannels.settleTicks} that reveals tick `count` of the chain that ends in `seed`.
    function tickRow(ChannelKey memory key, uint96 cumulative, uint96 tickValue, bytes32 seed, uint8 count)
        internal
        view
        returns (bytes memory)
    {
        bytes32 digest = tickDigestOf(key, cumulative, tickValue, seed);
        (bytes32 r, bytes32 vs) = vm.signCompact(SESSION_SECRET, digest);
        bytes32 tick = hashed(seed, 64 - uint256(count));
        return abi.encodePacked(key.payer, key.salt, cumulative, tickValue, count, tick, r, vs);
    }

    /// @return What a session key signs for a voucher with the 64 ticks of the chain that ends in `seed`.
    function tickDigestOf(ChannelKey memory key, uint96 cumulative, uint96 tickValue, bytes32 seed)
        internal
        view
        returns (bytes32)
    {
        bytes32 root = hashed(seed, 64);
        return
            channels.tickVoucherDigest(key.payer, key.payee, key.token, key.salt, cumulative, root, tickValue);
    }

    function hashed(bytes32 word, uint256 times) internal pure returns (bytes32) {
        for (uint256 i; i < times; ++i) {
            word = keccak256(abi.encode(word));
        }
        return word;
    }

    /// @return What {IPaymentChannels.Settled} says of a channel that paid.
    function sumOf(ChannelKey memory key, uint96 settled) internal view returns (bytes memory) {
        return abi.encodePacked(channels.channelIdOf(key), settled);
    }

    function sign(uint256 signer, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(signer, digest);
        return abi.encodePacked(r, s, v);
    }

    function fromPrepaid() internal pure returns (Funding memory) {
        return Funding(FundingSource.Prepaid, "");
    }

    /// @return The payee's consent to close at `settled`.
    function closeConsent(ChannelKey memory key, uint96 settled) internal view returns (bytes memory) {
        return sign(PAYEE_KEY, channels.closeConsentDigest(channels.channelIdOf(key), settled, FOREVER));
    }

    /// @return The payee's consent to refund `amount`.
    function refundConsent(ChannelKey memory key, uint96 amount, uint64 nonce)
        internal
        view
        returns (bytes memory)
    {
        return
            sign(PAYEE_KEY, channels.refundConsentDigest(channels.channelIdOf(key), amount, nonce, FOREVER));
    }

    /// @notice Fills the payer's account.
    function prepay(address token, uint256 amount) internal {
        vm.prank(PAYER);
        channels.prepay{value: token == address(0) ? amount : 0}(PAYER, token, amount);
    }

    function statusOf(ChannelKey memory key) internal view returns (ChannelStatus) {
        return statusOf(channels.channelIdOf(key));
    }

    function statusOf(bytes32 channelId) internal view returns (ChannelStatus) {
        Channel memory channel = channels.channelOf(channelId);
        return packChannel(channel.deposit, channel.settled, channel.closesAt, channel.windowSec).status();
    }

    function settle(ChannelKey memory key, bytes memory rows) internal returns (uint256) {
        return channels.settle(key.payee, key.token, rows);
    }

    function channelOf(ChannelKey memory key) internal view returns (Channel memory) {
        return channels.channelOf(channels.channelIdOf(key));
    }

    function registeredSplit() internal returns (SplitId) {
        return rollup.registerSplit(uint256(keccak256("a table")) >> 8);
    }

    /// @notice Gives the payer tokens other than STREAM, which the channels may take.
    function approve(ERC20 token) internal {
        deal(address(token), PAYER, 1_000_000e18);
        vm.prank(PAYER);
        token.approve(address(channels), type(uint256).max);
    }
}
