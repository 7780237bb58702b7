// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Vm} from "forge-std/Vm.sol";

import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {Channel, ChannelKey} from "src/types/Channel.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {VoucherRowsTwin} from "test/helpers/VoucherRowsTwin.sol";

contract VoucherRows_FuzzTest is ChannelScene {
    uint64 private constant SALTS = 5;
    bytes32 private constant DEEP = "deep";

    VoucherRowsTwin private _twin;

    function setUp() public override {
        super.setUp();
        _twin = new VoucherRowsTwin(address(channels));
        // 1 and 2 open, 3 closing, 4 closed, 5 never opened
        for (uint64 salt = 1; salt < SALTS; ++salt) {
            open(keyOf(salt));
        }
        settle(keyOf(2), row(keyOf(2), DEPOSIT / 2));
        startClose(keyOf(3));
        close(keyOf(4), 1e18);
        for (uint64 salt = 1; salt <= SALTS; ++salt) {
            _twin.put(channels.channelIdOf(keyOf(salt)), channelOf(keyOf(salt)));
        }
    }

    /* THE ASSEMBLY AGREES WITH ITS TWIN */

    struct Row {
        uint8 salt;
        uint96 cumulative;
        uint96 tickValue;
        uint8 count;
        uint8 fault;
        uint256 noise;
    }

    function testFuzz_PlainRowsDoWhatTheTwinDoes(Row[8] calldata plans, uint8 count) external {
        bytes memory rows;
        for (uint256 i; i < count % 9; ++i) {
            rows = bytes.concat(rows, _plain(plans[i]));
        }
        _expectAgreement(rows, false);
    }

    function testFuzz_TickRowsDoWhatTheTwinDoes(Row[8] calldata plans, uint8 count) external {
        bytes memory rows;
        for (uint256 i; i < count % 9; ++i) {
            rows = bytes.concat(rows, _ticks(plans[i]));
        }
        _expectAgreement(rows, true);
    }

    function testFuzz_OnAForkTheyAgreeToo(Row[4] calldata plans, bool forked) external {
        bytes memory rows;
        for (uint256 i; i < plans.length; ++i) {
            // some were signed before the fork, some after
            if (plans[i].fault % 2 == 0) vm.chainId(10);
            rows = bytes.concat(rows, _plain(plans[i]));
            vm.chainId(31_337);
        }
        if (forked) vm.chainId(10);
        _expectAgreement(rows, false);
    }

    function testFuzz_AnyBytesDoWhatTheTwinDoes(bytes calldata noise, bool ticks) external {
        uint256 rowBytes = ticks ? 149 : 104;
        bytes memory rows = bytes.concat(noise, new bytes((rowBytes - noise.length % rowBytes) % rowBytes));
        _expectAgreement(rows, ticks);
    }

    /* WHATEVER THE ROWS, THE MONEY IS RIGHT */

    function testFuzz_RowsOfAnotherLengthAreRefused(bytes calldata rows, bool ticks) external {
        vm.assume(rows.length % (ticks ? 149 : 104) != 0);
        ChannelKey memory key = keyOf(1);
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentChannels.PaymentChannels_RowsMalformed.selector, rows.length)
        );
        if (ticks) channels.settleTicks(key.payee, key.token, rows);
        else channels.settle(key.payee, key.token, rows);
    }

    /// @param flip Which bit of the row is changed.
    function testFuzz_AChangedRowPaysNothing(uint96 cumulative, uint256 flip) external {
        bytes memory changed = row(keyOf(1), cumulative);
        flip = bound(flip, 0, 104 * 8 - 1);
        changed[flip / 8] ^= bytes1(0x80) >> (flip % 8);
        assertEq(settle(keyOf(1), changed), 0, "PAY-4");
    }

    /// @param flip Which bit of the row is changed.
    function testFuzz_AChangedTickRowPaysNothing(uint96 cumulative, uint96 value, uint8 count, uint256 flip)
        external
    {
        ChannelKey memory key = keyOf(1);
        bytes memory changed = tickRow(key, cumulative, value, "seed", count % 65);
        flip = bound(flip, 0, 149 * 8 - 1);
        changed[flip / 8] ^= bytes1(0x80) >> (flip % 8);
        assertEq(channels.settleTicks(key.payee, key.token, changed), 0, "PAY-4");
    }

    function testFuzz_NoOrderOfVouchersPaysAboveTheHighestOrTheDeposit(
        uint96[6] calldata cumulatives,
        uint8 otherChannel,
        bytes calldata noise
    ) external {
        uint256[2] memory highest = [uint256(0), DEPOSIT / 2];
        uint256 before = stream.balanceOf(PAYEE);
        bytes memory rows = new bytes(noise.length / 104 * 104);
        for (uint256 i; i < cumulatives.length; ++i) {
            uint64 salt = 1 + (otherChannel >> i & 1);
            // half of them reach past the deposit
            uint96 cumulative = cumulatives[i] % (2 * DEPOSIT);
            rows = bytes.concat(rows, row(keyOf(salt), cumulative));
            uint256 owed = cumulative < DEPOSIT ? cumulative : DEPOSIT;
            if (owed > highest[salt - 1]) highest[salt - 1] = owed;
        }
        uint256 due = highest[0] + highest[1] - DEPOSIT / 2;
        assertEq(settle(keyOf(1), rows), due, "PAY-4");
        assertEq(settle(keyOf(1), rows), 0, "PAY-4: no voucher pays twice");
        assertEq(stream.balanceOf(PAYEE) - before, due);
    }

    function _expectAgreement(bytes memory rows, bool ticks) private {
        ChannelKey memory key = keyOf(1);
        (uint256 total, bytes memory sums) = _twin.settle(key.payee, key.token, rows, ticks);

        vm.recordLogs();
        uint256 paid = ticks
            ? channels.settleTicks(key.payee, key.token, rows)
            : channels.settle(key.payee, key.token, rows);
        assertEq(paid, total, "total");
        assertEq(_settledChannels(), sums, "sums");
        for (uint64 salt = 1; salt <= SALTS; ++salt) {
            bytes32 channelId = channels.channelIdOf(keyOf(salt));
            Channel memory twins = _twin.channelOf(channelId);
            assertEq(abi.encode(channels.channelOf(channelId)), abi.encode(twins), "storage");
        }
    }

    /// @return sums Of the only {IPaymentChannels.Settled} event; empty if there is none.
    function _settledChannels() private returns (bytes memory sums) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] != IPaymentChannels.Settled.selector) continue;
            assertEq(sums.length, 0, "one event a settle");
            sums = abi.decode(logs[i].data, (bytes));
            // what is left of the last word is clean
            bytes memory canonical = abi.encode(sums);
            assertEq(logs[i].data, canonical);
        }
    }

    function _plain(Row calldata plan) private view returns (bytes memory signed) {
        ChannelKey memory key = keyOf(1 + plan.salt % SALTS);
        uint96 cumulative = plan.cumulative % (2 * DEPOSIT);
        signed = row(key, cumulative, _signer(plan));
        _spoil(signed, plan);
    }

    function _ticks(Row calldata plan) private view returns (bytes memory signed) {
        ChannelKey memory key = keyOf(1 + plan.salt % SALTS);
        uint96 cumulative = plan.cumulative % (2 * DEPOSIT);
        uint96 value = plan.noise % 4 == 0 ? plan.tickValue : plan.tickValue % (DEPOSIT / 32);
        if (plan.fault % 8 == 4) return _deepRow(key, cumulative, value, 65 + plan.count % 3);
        signed = tickRow(key, cumulative, value, bytes32(plan.noise), plan.count % 65);
        // a count that says something else than the tick
        if (plan.fault % 8 == 3) signed[52] = bytes1(plan.count);
        _spoil(signed, plan);
    }

    /// @return A row whose chain is true, and too long.
    function _deepRow(ChannelKey memory key, uint96 cumulative, uint96 value, uint8 count)
        private
        view
        returns (bytes memory)
    {
        bytes32 digest = channels.tickVoucherDigest(
            key.payer, key.payee, key.token, key.salt, cumulative, hashed(DEEP, count), value
        );
        (bytes32 r, bytes32 vs) = vm.signCompact(SESSION_SECRET, digest);
        return abi.encodePacked(key.payer, key.salt, cumulative, value, count, DEEP, r, vs);
    }

    function _signer(Row calldata plan) private pure returns (uint256) {
        return plan.fault % 8 == 1 ? SESSION_SECRET + 1 : SESSION_SECRET;
    }

    /// @dev One row in eight loses a bit.
    function _spoil(bytes memory signed, Row calldata plan) private pure {
        if (plan.fault % 8 != 2) return;
        uint256 bit = plan.noise % (signed.length * 8);
        signed[bit / 8] ^= bytes1(0x80) >> (bit % 8);
    }
}
