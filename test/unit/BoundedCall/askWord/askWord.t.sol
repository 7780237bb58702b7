// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {BoundedCall} from "src/libraries/BoundedCall.sol";

contract BoundedCall_AskWord_Test is Test {
    uint256 private constant GAS = 100_000;

    /// @dev A caller that gives too little must not make the call fail: that could pass for an answer.
    function testFuzz_WhenTheGasIsAny(uint256 given) external {
        GasTeller teller = new GasTeller();
        vm.cool(address(teller));
        given = bound(given, 90_000, 120_000);
        try this.ask{gas: given}(address(teller), "") returns (bool isWord, uint256 word) {
            assertTrue(isWord);
            assertLe(word, GAS);
            assertGe(word, GAS - 100, "all of its gas, but for the first instructions");
        } catch (bytes memory reason) {
            assertLt(given, GAS + GAS / 63 + 3000 + 2500, "enough is enough");
            // forge-lint: disable-next-line(unsafe-typecast) the selector
            if (reason.length != 0) assertEq(bytes4(reason), BoundedCall.BoundedCall_GasTooLow.selector);
        }
    }

    function test_RevertWhen_TheGasIsTooLittle() external {
        address teller = address(new GasTeller());
        vm.expectPartialRevert(BoundedCall.BoundedCall_GasTooLow.selector);
        this.ask{gas: GAS}(teller, "");
    }

    function test_WhenNoContractStandsThere() external view {
        (bool isWord,) = this.ask(address(0xdead), "");
        assertFalse(isWord);
    }

    function test_WhenTheAnswerIsNoWord() external {
        address echo = address(new Echo());
        uint256 word;
        bool isWord;
        for (uint256 length; length < 100; ++length) {
            (isWord,) = this.ask(echo, new bytes(length));
            assertEq(isWord, length == 32, "one word, no more and no less");
        }
        (isWord, word) = this.ask(echo, abi.encode(7));
        assertTrue(isWord);
        assertEq(word, 7);
    }

    function ask(address to, bytes memory data) external view returns (bool, uint256) {
        return BoundedCall.askWord(to, GAS, data);
    }
}

/// @notice Says how much gas a call of it has.
contract GasTeller {
    fallback() external {
        assembly {
            mstore(0, gas())
            return(0, 32)
        }
    }
}

/// @notice Returns what it is called with.
contract Echo {
    fallback() external {
        assembly {
            calldatacopy(0, 0, calldatasize())
            return(0, calldatasize())
        }
    }
}
