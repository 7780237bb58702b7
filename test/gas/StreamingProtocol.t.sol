// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Funding, FundingSource} from "src/types/Funding.sol";
import {payeeOf} from "src/types/Payee.sol";
import {rateOf} from "src/types/Rate.sol";
import {StreamId, StreamKey} from "src/types/Stream.sol";
import {GasCeiling} from "test/helpers/GasCeiling.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

/// @notice What a transaction costs, its 21,000 and its call data included. Measured, and 2 % above it asserted.
/// forge-config: default.isolate = true
contract StreamingProtocol_GasTest is StreamScene, GasCeiling {
    StreamKey private _key;

    function setUp() public override {
        super.setUp();
        // neither the creator's balance nor that of the contract is a new storage word
        _key = open(1);
        skip(60);
        streams.withdraw(_key);
        skip(60);
    }

    function test_InitiateStream() external {
        vm.prank(VIEWER);
        streams.initiateStream(contentId, DURATION, WEI_PER_SECOND);
        // 280 for the hash of the key in the event
        assertCost("open a stream with deposit", 72_286, 72_300);
    }

    function test_OpenPrepaid() external {
        vm.prank(VIEWER);
        streams.prepay(VIEWER, address(stream), 100e18);
        vm.prank(VIEWER);
        streams.open(termsOf(2), Funding(FundingSource.Prepaid, ""));
        assertCost("open from a prepaid account", 64_986);
    }

    function test_TopUp() external {
        vm.prank(VIEWER);
        streams.topUp(_key, 1e18);
        assertCost("top up", 49_274, 51_000);
    }

    function test_Withdraw() external {
        streams.withdraw(_key);
        assertCost("withdraw", 46_826, 49_000);
    }

    function test_ProcessPayment() external {
        streams.processPayment(CREATOR, type(uint256).max, StreamId.unwrap(_key.id));
        assertCost("processPayment", 46_511, 49_000);
    }

    function test_SetRate() external {
        vm.prank(VIEWER);
        streams.setRate(_key, rateOf(2 * WEI_PER_SECOND));
        assertCost("change rate and pay accrued", 47_462, 48_000);
    }

    function test_Pause() external {
        vm.prank(VIEWER);
        streams.pause(_key);
        assertCost("pause", 30_863, 34_000);
    }

    function test_Resume() external {
        vm.prank(VIEWER);
        streams.pause(_key);
        vm.prank(VIEWER);
        streams.resume(_key);
        assertCost("resume", 30_236, 34_000);
    }

    function test_Cancel() external {
        vm.prank(VIEWER);
        streams.cancel(_key);
        assertCost("cancel, pay and refund", 45_733, 53_000);
    }

    function test_MintPosition() external {
        vm.prank(CREATOR);
        streams.mintPosition(_key);
        assertCost("mintPosition", 127_134);
    }

    function test_WithdrawOfAPosition() external {
        sell(_key);
        skip(60);
        streams.withdraw(_key);
        assertCost("withdraw of a position", 78_154);
    }

    function test_Refund() external {
        vm.prank(VIEWER);
        streams.refund(_key, 1e18);
        assertCost("take back what is unspent", 46_818);
    }

    function test_WithdrawMany() external {
        StreamId[] memory ids = openMany(50);
        skip(60);
        streams.withdrawMany(payeeOf(CREATOR), address(stream), ids);
        assertCost("withdraw from 50", 449_538, 50 * 10_500);
    }
}
