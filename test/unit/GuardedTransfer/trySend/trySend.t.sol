// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";

import {Test} from "forge-std/Test.sol";

import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {GasBorder} from "test/helpers/GasBorder.sol";
import {TransferHarness} from "test/helpers/TransferHarness.sol";
import {FalseReturnToken} from "test/helpers/tokens/FalseReturnToken.sol";
import {HungryToken} from "test/helpers/tokens/HungryToken.sol";
import {NoReturnToken} from "test/helpers/tokens/NoReturnToken.sol";
import {ReturnBombToken} from "test/helpers/tokens/ReturnBombToken.sol";
import {RevertingToken} from "test/helpers/tokens/RevertingToken.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

contract GuardedTransfer_TrySend_Test is Test {
    TransferHarness private immutable HARNESS =
        TransferHarness(payable(deployCode("TransferHarness.sol:TransferHarness")));
    address private immutable TO = makeAddr("receiver");

    function test_WhenTheTokenAnswersTrue() external {
        TestToken token = new TestToken();
        token.mint(address(HARNESS), 100);
        assertTrue(HARNESS.trySend(address(token), TO, 60));
        assertEq(token.balanceOf(TO), 60);
    }

    function test_WhenTheTokenAnswersNothing() external {
        NoReturnToken token = new NoReturnToken();
        token.mint(address(HARNESS), 100);
        assertTrue(HARNESS.trySend(address(token), TO, 60));
        assertEq(token.balanceOf(TO), 60);
    }

    /// @dev The code is one STOP: whoever asks for two bytes of code misses it.
    function test_WhenTheTokenIsOneByteAndAnswersNothing() external {
        vm.etch(makeAddr("short token"), hex"00");
        assertTrue(HARNESS.trySend(makeAddr("short token"), TO, 60));
    }

    function test_WhenTheTokenAnswersManyWords() external {
        vm.mockCall(makeAddr("odd token"), abi.encodeCall(ERC20.transfer, (TO, 60)), abi.encode(1, 2, 3));
        assertTrue(HARNESS.trySend(makeAddr("odd token"), TO, 60));
    }

    function test_WhenTheTokenAnswersAMegabyte() external {
        ReturnBombToken token = new ReturnBombToken();
        token.mint(address(HARNESS), 100);
        uint256 before = gasleft();
        assertFalse(HARNESS.trySend(address(token), TO, 60));
        assertLt(before - gasleft(), 350_000, "PAY-3: a megabyte costs more than a payment may");
    }

    function test_WhenTheTokenIsHungry() external {
        HungryToken token = new HungryToken();
        token.mint(address(HARNESS), 100);
        token.setAppetite(200_000);
        assertTrue(HARNESS.trySend(address(token), TO, 60));
        token.setAppetite(300_000);
        assertFalse(HARNESS.trySend(address(token), TO, 1));
    }

    /// Whatever gas the caller gives, the payment is made, or the call reverts.
    function test_WhenTheGasIsShort() external {
        HungryToken token = new HungryToken();
        token.mint(address(HARNESS), 1_000_000);
        vm.deal(address(HARNESS), 1 ether);
        // all that a payment may use, but for the transfer itself
        token.setAppetite(240_000);
        _sweep(address(token));
        _sweep(address(0));
    }

    /// From {GuardedTransfer.SEND_GAS_NEEDED} on, to the unit, the failure is the token's own.
    function test_WhenTheTokenRefusesAndTheGasIsShort() external {
        address token = address(new TestToken());
        bytes memory data = abi.encodeCall(HARNESS.trySend, (token, TO, 1));
        uint256 enough = GasBorder.find(address(HARNESS), data, 309_000, 315_000);
        (bool isEnough, bytes memory refusal) = address(HARNESS).call{gas: enough - 1}(data);
        assertFalse(isEnough);
        uint256 needed = GuardedTransfer.SEND_GAS_NEEDED;
        bytes4 error = GuardedTransfer.GuardedTransfer_GasTooLow.selector;
        assertEq(refusal, abi.encodeWithSelector(error, needed - 1, needed));
        (bool sent, bytes memory answer) = address(HARNESS).call{gas: enough}(data);
        assertTrue(sent);
        assertFalse(abi.decode(answer, (bool)));
    }

    function test_WhenTheTokenAnswersFalse() external {
        FalseReturnToken token = new FalseReturnToken();
        token.mint(address(HARNESS), 100);
        token.setRefusing(true);
        assertFalse(HARNESS.trySend(address(token), TO, 60));
    }

    function test_WhenTheTokenAnswersAnotherNumber() external {
        _answers(abi.encode(uint256(2)));
    }

    function test_WhenTheTokenAnswersLessThanAWord() external {
        _answers(hex"01");
        // the last byte but one of a true
        _answers(abi.encodePacked(bytes30(0), hex"01"));
    }

    function test_WhenTheTokenReverts() external {
        TestToken token = new TestToken();
        assertFalse(HARNESS.trySend(address(token), TO, 1), "holds nothing");
    }

    function test_WhenTheTokenBurnsItsGas() external {
        RevertingToken token = new RevertingToken();
        token.mint(address(HARNESS), 100);
        assertFalse(HARNESS.trySend{gas: 1_000_000}(address(token), TO, 60));
    }

    function test_WhenTheTokenHasNoCode() external {
        assertFalse(HARNESS.trySend(makeAddr("no token"), TO, 60));
    }

    function _sweep(address token) private {
        bytes memory data = abi.encodeCall(HARNESS.trySend, (token, TO, 1));
        (uint256 paid, uint256 reverted) = (0, 0);
        for (uint256 gas_ = 1000; gas_ < 330_000; gas_ += 500) {
            (bool went, bytes memory answer) = address(HARNESS).call{gas: gas_}(data);
            if (went) assertTrue(abi.decode(answer, (bool)), "PAY-3: too little gas makes no payment fail");
            if (went) ++paid;
            else ++reverted;
        }
        assertTrue(paid != 0 && reverted != 0, "both were met");
    }

    function _answers(bytes memory answer) private {
        address token = makeAddr("odd token");
        vm.mockCall(token, abi.encodeCall(ERC20.transfer, (TO, 60)), answer);
        assertFalse(HARNESS.trySend(token, TO, 60));
    }
}
