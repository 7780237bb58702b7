// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ChannelKey} from "src/types/Channel.sol";
import {payeeOf} from "src/types/Payee.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {GasCeiling} from "test/helpers/GasCeiling.sol";

/// @notice What a transaction costs, its 21,000 and its call data included. Measured, and 2 % above it asserted.
/// forge-config: default.isolate = true
contract PaymentChannels_GasTest is ChannelScene, GasCeiling {
    function setUp() public override {
        super.setUp();
        // neither the payee's balance nor that of the channels is a new slot
        open(keyOf(100));
        settle(keyOf(100), row(keyOf(100), 1));
    }

    function test_Open() external {
        open(keyOf(1));
        assertCost("open", 69_978);
    }

    function test_TopUp() external {
        open(keyOf(1));
        vm.prank(PAYER);
        channels.topUp(keyOf(1), 1e18);
        assertCost("topUp", 51_885);
    }

    function test_SettleOne() external {
        open(keyOf(1));
        bytes memory rows = row(keyOf(1), 1e18);
        settle(keyOf(1), rows);
        assertCost("settle, 1 channel", 58_389);
    }

    function test_SettleTen() external {
        bytes memory rows = _rows(keyOf(0), 10);
        settle(keyOf(1), rows);
        assertCost("settle, 10 channels", 189_105);
    }

    function test_SettleHundred() external {
        bytes memory rows = _rows(keyOf(0), 100);
        settle(keyOf(1), rows);
        assertCost("settle, 100 channels", 0, 100 * 11_300);
    }

    function test_OpenEth() external {
        vm.deal(PAYER, 10 ether);
        vm.prank(PAYER);
        channels.open{value: 1 ether}(keyOf(1).payee, address(0), 1, keyOf(1).sessionKey, WINDOW, 1 ether);
        assertCost("open, ETH", 0, 50_000);
    }

    function test_SettleTenForASplit() external {
        ChannelKey memory key = keyOf(0, payeeOf(registeredSplit()));
        bytes memory rows = _rows(key, 10);
        settle(key, rows);
        assertCost("settle, 10 channels of a split", 266_519);
    }

    function test_Close() external {
        open(keyOf(1));
        ChannelKey memory key = keyOf(1);
        (bytes32 r, bytes32 vs) = vm.signCompact(SESSION, digestOf(channels, key, 1e18));
        vm.prank(PAYEE);
        channels.close(key, 1e18, r, vs);
        assertCost("close", 0, 0);
    }

    function test_StartClose() external {
        open(keyOf(1));
        startClose(keyOf(1));
        assertCost("startClose", 31_562);
    }

    function test_Finalize() external {
        openAndClose(keyOf(1));
        assertCost("finalize", 53_085);
    }

    function _rows(ChannelKey memory key, uint64 count) private returns (bytes memory rows) {
        for (key.salt = 1000; key.salt < 1000 + count; ++key.salt) {
            open(key);
            rows = bytes.concat(rows, row(key, 1e18));
        }
    }
}
