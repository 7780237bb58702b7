// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";

contract VoucherRows_FuzzTest is ChannelScene {
    function setUp() public override {
        super.setUp();
        open(keyOf(1));
        open(keyOf(2));
    }

    function testFuzz_AnyBytesPayNothing(bytes calldata rows, uint8 count) external {
        if (rows.length % 104 != 0) {
            vm.expectRevert(
                abi.encodeWithSelector(IPaymentChannels.PaymentChannels_RowsMalformed.selector, rows.length)
            );
            settle(keyOf(1), rows);
        }
        bytes memory whole = bytes.concat(rows, new bytes(104 * uint256(count % 8)));
        whole = bytes.concat(whole, new bytes((104 - whole.length % 104) % 104));
        assertEq(settle(keyOf(1), whole), 0, "PAY-4");
    }

    /// @param flip Which bit of the row is changed.
    function testFuzz_AChangedRowPaysNothing(uint96 cumulative, uint256 flip) external {
        bytes memory changed = row(keyOf(1), cumulative);
        flip = bound(flip, 0, 104 * 8 - 1);
        changed[flip / 8] ^= bytes1(0x80) >> (flip % 8);
        assertEq(settle(keyOf(1), changed), 0, "PAY-4");
    }

    function testFuzz_NoOrderOfVouchersPaysAboveTheHighestOrTheDeposit(
        uint96[6] calldata cumulatives,
        uint8 otherChannel,
        bytes calldata noise
    ) external {
        uint256[2] memory highest;
        bytes memory rows = new bytes(noise.length / 104 * 104);
        for (uint256 i; i < cumulatives.length; ++i) {
            uint64 salt = 1 + (otherChannel >> i & 1);
            // half of them reach past the deposit
            uint96 cumulative = cumulatives[i] % (2 * DEPOSIT);
            rows = bytes.concat(rows, row(keyOf(salt), cumulative));
            uint256 claimable = cumulative < DEPOSIT ? cumulative : DEPOSIT;
            if (claimable > highest[salt - 1]) highest[salt - 1] = claimable;
        }
        assertEq(settle(keyOf(1), rows), highest[0] + highest[1], "PAY-4");
        assertEq(settle(keyOf(1), rows), 0, "PAY-4: no voucher pays twice");
        assertEq(stream.balanceOf(PAYEE), highest[0] + highest[1]);
    }
}
