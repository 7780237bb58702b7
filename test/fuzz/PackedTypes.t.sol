// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {Lot, PackedLot, allotmentBit} from "src/types/Campaign.sol";
import {Channel, PackedChannel, packChannel} from "src/types/Channel.sol";
import {Rate, fractionOf, wholeAbove, wholeOf} from "src/types/Rate.sol";
import {SplitId, splitNumber} from "src/types/SplitId.sol";
import {Stream, PackedStream, newStream} from "src/types/Stream.sol";

/// @notice The arithmetic of the packed types: a change of one field leaves the others as they are.
contract PackedTypes_FuzzTest is Test {
    /* CHANNELS */

    function testFuzz_AChannelChangesByOneField(Channel memory channel, uint96 amount, uint40 time)
        external
        pure
    {
        channel.settled = uint96(bound(channel.settled, 0, channel.deposit));
        PackedChannel packed = _pack(channel);
        _assertChannel(packed, channel);
        assertEq(packed.unsettled(), channel.deposit - channel.settled);
        assertEq(packed.isUsed(), PackedChannel.unwrap(packed) != 0);
        assertEq(packed.isRunning(), channel.windowSec != 0);

        Channel memory wanted = _copy(channel);
        wanted.deposit -= uint96(bound(amount, 0, packed.unsettled()));
        _assertChannel(packed.refunded(channel.deposit - wanted.deposit), wanted);

        wanted = _copy(channel);
        wanted.deposit += uint96(bound(amount, 0, type(uint96).max - channel.deposit));
        _assertChannel(packed.toppedUp(wanted.deposit - channel.deposit), wanted);

        wanted = _copy(channel);
        (wanted.settled, wanted.closesAt, wanted.windowSec) = (amount, time, 0);
        _assertChannel(packed.closed(amount, time), wanted);

        channel.closesAt = 0;
        wanted = _copy(channel);
        wanted.closesAt = time;
        _assertChannel(_pack(channel).closing(time), wanted);
    }

    function testFuzz_AVoucherIsDueUpToTheDeposit(Channel memory channel, uint96 cumulative) external pure {
        channel.settled = uint96(bound(channel.settled, 0, channel.deposit));
        uint96 most = cumulative < channel.deposit ? cumulative : channel.deposit;
        uint96 due = most > channel.settled ? most - channel.settled : 0;
        assertEq(_pack(channel).dueOf(cumulative), due, "PAY-4");
    }

    /// forge-config: default.allow_internal_expect_revert = true
    function testFuzz_ADepositFits96Bits(Channel memory channel, uint256 amount) external {
        amount = bound(amount, uint256(type(uint96).max) + 1 - channel.deposit, type(uint128).max);
        vm.expectRevert();
        _pack(channel).toppedUp(amount);
    }

    function test_DepositsAndFundsFillTheirField() external view {
        assertEq(packChannel(1, 0, 0, 1).toppedUp(type(uint96).max - 1).deposit(), type(uint96).max);
        assertEq(newStream(1, Rate.wrap(1)).withFunds(type(uint96).max - 1).funds(), type(uint96).max);
    }

    /* STREAMS */

    function testFuzz_AStreamChangesByOneField(
        uint96 funds,
        uint88 rate,
        uint96 more,
        uint32 run,
        uint32 wait
    ) external {
        vm.warp(1e9);
        PackedStream packed = newStream(funds, Rate.wrap(rate));
        Stream memory wanted = Stream(funds, Rate.wrap(rate), 0, 1e9, false, false);
        _assertStream(packed, wanted);

        more = uint96(bound(more, 0, type(uint96).max - funds));
        packed = packed.withFunds(more).asPosition();
        (wanted.funds, wanted.isPosition) = (funds + more, true);
        _assertStream(packed, wanted);

        vm.warp(1e9 + uint256(run));
        packed = packed.halted();
        (wanted.since, wanted.paused) = (run, true);
        _assertStream(packed, wanted);

        vm.warp(1e9 + uint256(run) + wait);
        packed = packed.resumed();
        (wanted.since, wanted.paused) = (uint40(1e9 + uint256(wait)), false);
        _assertStream(packed, wanted);
        assertEq(packed.refundable() + packed.accrued(), packed.funds());
    }

    /* LOTS */

    function testFuzz_ARedemptionTakesOneBitAndItsAmount(
        uint96 remaining,
        uint160 redeemed,
        uint256 index,
        uint96 amount
    ) external pure {
        PackedLot lot = PackedLot.wrap(uint256(redeemed) << 96 | remaining);
        (uint256 place, uint256 bit) = (index % 160, allotmentBit(index));
        assertEq(lot.isRedeemed(bit), redeemed >> place & 1 == 1);
        if (lot.isRedeemed(bit)) return;
        amount = uint96(bound(amount, 0, remaining));
        Lot memory after_ = lot.withRedemption(bit, amount).unpack();
        assertEq(after_.remaining, remaining - amount);
        assertEq(after_.redeemed, uint256(redeemed) | 2 ** place);
        assertEq(lot.emptied().unpack().redeemed, redeemed);
        assertEq(lot.emptied().remaining(), 0);
    }

    /* AMOUNTS AND IDS */

    function testFuzz_AScaledAmountIsItsWholeAndItsFraction(uint256 scaled) external pure {
        scaled = bound(scaled, 0, type(uint256).max - 2 ** 16);
        assertEq(wholeOf(scaled) * 2 ** 16 + fractionOf(scaled), scaled);
        assertEq(wholeAbove(scaled), wholeOf(scaled) + (fractionOf(scaled) == 0 ? 0 : 1));
    }

    function testFuzz_ASplitsNumberIsItsId(uint64 id, uint64 segment, uint8 slot) external pure {
        assertEq(splitNumber(SplitId.wrap(id).segment(), SplitId.wrap(id).slot()), id);
        assertEq(splitNumber(segment, slot), uint256(segment) * 256 + slot);
    }

    function _pack(Channel memory it) private pure returns (PackedChannel) {
        return packChannel(it.deposit, it.settled, it.closesAt, it.windowSec);
    }

    function _copy(Channel memory it) private pure returns (Channel memory) {
        return Channel(it.deposit, it.settled, it.closesAt, it.windowSec);
    }

    function _assertChannel(PackedChannel packed, Channel memory wanted) private pure {
        assertEq(abi.encode(packed.unpack()), abi.encode(wanted));
    }

    function _assertStream(PackedStream packed, Stream memory wanted) private pure {
        assertEq(abi.encode(packed.unpack()), abi.encode(wanted));
    }
}
