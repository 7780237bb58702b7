// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {Payee, payeeOf, payeeOfEither} from "src/types/Payee.sol";
import {SplitId} from "src/types/SplitId.sol";

contract Payee_FuzzTest is Test {
    function testFuzz_AnAddressIsItself(address account) external pure {
        Payee payee = payeeOf(account);
        assertEq(payee.isAddress(), account != address(0));
        assertFalse(payee.isSplit());
        assertEq(payee.toAddress(), account);
    }

    function testFuzz_ASplitIsItself(uint64 id) external pure {
        Payee payee = payeeOf(SplitId.wrap(id));
        assertTrue(payee.isSplit());
        assertFalse(payee.isAddress());
        assertEq(SplitId.unwrap(payee.toSplit()), id);
        assertEq(SplitId.wrap(id).slot(), id % 256);
        assertEq(SplitId.wrap(id).segment(), id / 256);
    }

    function testFuzz_ANumberBelow2To64IsASplit(uint64 id, uint256 number) external pure {
        assertTrue(payeeOfEither(address(uint160(id))) == payeeOf(SplitId.wrap(id)));
        // forge-lint: disable-next-line(unsafe-typecast) bounded
        address account = address(uint160(bound(number, 2 ** 64, type(uint160).max)));
        assertTrue(payeeOfEither(account) == payeeOf(account));
    }

    function test_AnAddressBeginsAt2To64() external pure {
        assertTrue(payeeOfEither(address(2 ** 64 - 1)).isSplit());
        assertTrue(payeeOfEither(address(2 ** 64)).isAddress());
    }

    /// @param kept How many of the high bits are cleared, so that words of every size come up.
    function testFuzz_AWordHasOneReading(uint256 word, uint8 kept) external pure {
        Payee payee = Payee.wrap(bytes32(word >> kept));
        assertFalse(payee.isAddress() && payee.isSplit());
        if (payee.isAddress()) assertTrue(payee == payeeOf(payee.toAddress()));
        if (payee.isSplit()) assertTrue(payee == payeeOf(payee.toSplit()));
    }

    function testFuzz_TwoPayeesAreEqualOnlyAsWords(bytes32 a, bytes32 b) external pure {
        assertEq(Payee.wrap(a) == Payee.wrap(b), a == b);
        assertTrue(Payee.wrap(a) == Payee.wrap(a));
    }
}
