// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ChannelKey} from "src/types/Channel.sol";
import {Funding, FundingSource} from "src/types/Funding.sol";
import {Opening} from "src/types/Opening.sol";
import {payeeOf} from "src/types/Payee.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {GasCeiling} from "test/helpers/GasCeiling.sol";

/// @notice What a transaction costs, its 21,000 and its call data included. Measured, and 2 % above it asserted.
/// forge-config: default.isolate = true
contract PaymentChannels_GasTest is ChannelScene, GasCeiling {
    function setUp() public override {
        super.setUp();
        // neither the payee's balance nor that of the channels is a new storage word
        open(keyOf(100));
        settle(keyOf(100), row(keyOf(100), 1));
    }

    function test_Open() external {
        open(keyOf(1));
        assertCost("open", 67_872, 69_000);
    }

    function test_TopUp() external {
        open(keyOf(1));
        vm.prank(PAYER);
        channels.topUp(keyOf(1), 1e18);
        assertCost("topUp", 48_637, 49_000);
    }

    function test_SettleOne() external {
        open(keyOf(1));
        bytes memory rows = row(keyOf(1), 1e18);
        settle(keyOf(1), rows);
        assertCost("settle, 1 channel", 52_518, 53_000);
    }

    function test_SettleTen() external {
        bytes memory rows = _rows(keyOf(0), 10);
        settle(keyOf(1), rows);
        assertCost("settle, 10 channels", 149_774, 10 * 15_000);
    }

    function test_SettleHundred() external {
        bytes memory rows = _rows(keyOf(0), 100);
        settle(keyOf(1), rows);
        assertCost("settle, 100 channels", 1_123_474, 100 * 11_300);
    }

    /// @dev The lock costs some 400 of it.
    function test_OpenEth() external {
        vm.deal(PAYER, 10 ether);
        vm.prank(PAYER);
        channels.open{value: 1 ether}(keyOf(1).payee, address(0), 1, keyOf(1).sessionKey, WINDOW, 1 ether);
        assertCost("open, ETH", 50_153);
    }

    function test_OpenByPermit() external {
        (address payer, uint256 secret) = makeAddrAndKey("permitting payer");
        fund(payer, 1000e18, address(0));
        _openByPermit(payer, secret, 1);
        _openByPermit(payer, secret, 2);
        assertCost("open, repeat permit", 82_670, 86_000);
    }

    /// @dev 1,800 of it for the event that says what was spent.
    function test_OpenForFromPrepaid() external {
        prepay(address(stream), 2 * DEPOSIT);
        Opening memory opening = Opening(keyOf(1), WINDOW, DEPOSIT, FOREVER);
        channels.openFor(opening, fromPrepaid(), sign(PAYER_KEY, channels.openDigest(opening)));
        assertCost("open, signed and prepaid", 67_192);
    }

    function test_SettleTenForASplit() external {
        ChannelKey memory key = keyOf(0, payeeOf(registeredSplit()));
        bytes memory rows = _rows(key, 10);
        settle(key, rows);
        assertCost("settle, 10 channels of a split", 230_377);
    }

    function test_Close() external {
        open(keyOf(1));
        _close(keyOf(1));
        assertCost("close", 60_713);
    }

    /// @dev The contract's last money: its balance is cleared, and that is refunded.
    function test_CloseLast() external {
        _close(keyOf(100));
        assertCost("close, all money out", 55_913, 58_000);
    }

    function test_StartClose() external {
        open(keyOf(1));
        startClose(keyOf(1));
        assertCost("startClose", 30_365, 31_000);
    }

    function test_Finalize() external {
        openAndClose(keyOf(1));
        assertCost("finalize", 46_580);
    }

    function test_FinalizeLast() external {
        startClose(keyOf(100));
        finalize(keyOf(100));
        assertCost("finalize, all money out", 41_780, 43_000);
    }

    function _close(ChannelKey memory key) private {
        (bytes32 r, bytes32 vs) = vm.signCompact(SESSION_SECRET, digestOf(channels, key, 1e18));
        vm.prank(PAYEE);
        channels.close(key, 1e18, r, vs);
    }

    function _openByPermit(address payer, uint256 secret, uint64 salt) private {
        bytes32 permit =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 message =
            keccak256(abi.encode(permit, payer, channels, DEPOSIT, stream.nonces(payer), block.timestamp));
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(secret, keccak256(abi.encodePacked(hex"1901", stream.DOMAIN_SEPARATOR(), message)));
        Funding memory funding = Funding(FundingSource.Permit, abi.encode(block.timestamp, v, r, s));
        ChannelKey memory key = keyOf(salt);
        vm.prank(payer);
        channels.openWith(key.payee, key.token, salt, key.sessionKey, WINDOW, DEPOSIT, funding);
    }

    function _rows(ChannelKey memory key, uint64 count) private returns (bytes memory rows) {
        for (key.salt = 1000; key.salt < 1000 + count; ++key.salt) {
            open(key);
            rows = bytes.concat(rows, row(key, 1e18));
        }
    }
}
