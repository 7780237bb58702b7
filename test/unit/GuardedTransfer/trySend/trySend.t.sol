// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";

import {Test} from "forge-std/Test.sol";

import {TransferHarness} from "test/helpers/TransferHarness.sol";
import {FalseReturnToken} from "test/helpers/tokens/FalseReturnToken.sol";
import {NoReturnToken} from "test/helpers/tokens/NoReturnToken.sol";
import {ReturnBombToken} from "test/helpers/tokens/ReturnBombToken.sol";
import {RevertingToken} from "test/helpers/tokens/RevertingToken.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

contract GuardedTransfer_TrySend_Test is Test {
    TransferHarness private immutable HARNESS = new TransferHarness();
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

    function test_WhenTheTokenAnswersAMegabyte() external {
        ReturnBombToken token = new ReturnBombToken();
        token.mint(address(HARNESS), 100);
        assertTrue(HARNESS.trySend(address(token), TO, 60));
        assertEq(token.balanceOf(TO), 60);
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

    function _answers(bytes memory answer) private {
        address token = makeAddr("odd token");
        vm.mockCall(token, abi.encodeCall(ERC20.transfer, (TO, 60)), answer);
        assertFalse(HARNESS.trySend(token, TO, 60));
    }
}
