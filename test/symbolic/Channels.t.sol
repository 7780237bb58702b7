// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {VoucherRows} from "src/libraries/VoucherRows.sol";
import {PackedChannel, packChannel} from "src/types/Channel.sol";
import {Payee} from "src/types/Payee.sol";
import {VoucherContext} from "src/types/VoucherContext.sol";

/// @notice The algebra of a channel and of a voucher row, for every value of full width.
contract Channels_SymbolicTest is Test {
    Payee private constant PAYEE = Payee.wrap(bytes32(uint256(0xA1)));
    address private constant TOKEN = address(0xA2);
    address private constant PAYER = address(0xA3);
    uint64 private constant SALT = 7;
    bytes32 private constant SEPARATOR = keccak256("separator");

    mapping(bytes32 channelId => PackedChannel) private _channels;

    /// @dev PAY-4: no order of vouchers pays above the deposit, and the same voucher pays once.
    function check_VouchersPayTheGreatestOnce(
        uint96 deposit,
        uint96 settled,
        uint40 closesAt,
        uint24 windowSec,
        uint96 first,
        uint96 second
    ) external pure {
        vm.assume(settled <= deposit);
        PackedChannel before = packChannel(deposit, settled, closesAt, windowSec);
        uint96 paid = before.dueOf(first);
        PackedChannel between = packChannel(deposit, uint256(settled) + paid, closesAt, windowSec);
        uint96 more = between.dueOf(second);
        assert(between.dueOf(first) == 0);
        uint96 greatest = first > second ? first : second;
        assert(paid + more == before.dueOf(greatest));
        assert(uint256(settled) + paid + more <= deposit);
    }

    function check_AChangeOfOneFieldLeavesTheOthers(uint256 word, uint96 amount) external pure {
        PackedChannel channel = PackedChannel.wrap(word);
        vm.assume(channel.settled() <= channel.deposit());
        if (uint256(channel.deposit()) + amount <= type(uint96).max) {
            PackedChannel fuller = channel.toppedUp(amount);
            assert(fuller.unsettled() == channel.unsettled() + amount);
            assert(PackedChannel.unwrap(fuller.refunded(amount)) == word);
        }
        if (amount <= channel.unsettled()) {
            PackedChannel emptier = channel.refunded(amount);
            assert(emptier.settled() <= emptier.deposit());
            assert(PackedChannel.unwrap(emptier) >> 96 == word >> 96);
        }
    }

    /// @dev The assembly of one plain row, beside the sentence of it: a row raises the channel that its signer names to what the
    /// voucher owes, up to the deposit, and never touches the rest of the word.
    function check_ARowSettlesWhatItsVoucherOwes(uint256 word, uint96 cumulative, bytes32 r, bytes32 vs)
        external
    {
        PackedChannel channel = PackedChannel.wrap(word);
        vm.assume(channel.settled() <= channel.deposit());
        bytes32 id = keccak256(
            abi.encode(block.chainid, address(this), PAYER, PAYEE, TOKEN, SALT, _signer(cumulative, r, vs))
        );
        _channels[id] = channel;
        (uint256 total, bytes memory sums) = this.settle(abi.encodePacked(PAYER, SALT, cumulative, r, vs));
        uint256 due = channel.isRunning() ? channel.dueOf(cumulative) : 0;
        assert(total == due);
        assert(sums.length == (due == 0 ? 0 : 44));
        assert(PackedChannel.unwrap(_channels[id]) == word + (due << 96));
    }

    function settle(bytes calldata rows) external returns (uint256 total, bytes memory sums) {
        VoucherContext memory context = VoucherContext(block.chainid, SEPARATOR, PAYEE, TOKEN, false);
        return VoucherRows.settle(_channels, context, rows);
    }

    function _signer(uint96 cumulative, bytes32 r, bytes32 vs) private pure returns (address) {
        bytes32 voucher =
            keccak256(abi.encode(VoucherRows.PLAIN_TYPEHASH, PAYER, PAYEE, TOKEN, SALT, cumulative));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", SEPARATOR, voucher));
        return ecrecover(digest, uint8(27 + (uint256(vs) >> 255)), r, vs << 1 >> 1);
    }
}
