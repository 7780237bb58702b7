// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {TransferHarness} from "test/helpers/TransferHarness.sol";

contract GuardedTransfer_Force_Test is Test {
    TransferHarness private immutable HARNESS =
        TransferHarness(payable(deployCode("TransferHarness.sol:TransferHarness")));
    address private immutable TO = makeAddr("to");

    function setUp() public {
        vm.deal(address(HARNESS), 5);
    }

    function test_RevertGiven_ThereIsLess() external {
        vm.expectRevert();
        HARNESS.force(TO, 6);
    }

    function test_WhenTheReceiverTakesIt() external {
        HARNESS.force(TO, 3);
        assertEq(TO.balance, 3);
    }

    function test_WhenTheReceiverRefuses() external {
        vm.etch(TO, hex"fe");
        HARNESS.force(TO, 3);
        assertEq(TO.balance, 3);
    }

    function test_WhenTheReceiverWrites() external {
        // it stores what it is sent, for which the stipend has too little gas
        vm.etch(TO, hex"34600055");
        HARNESS.force(TO, 3);
        assertEq(TO.balance, 3);
        assertEq(vm.load(TO, 0), 0);
    }

    function test_WhenTheAmountIsZero() external {
        vm.etch(TO, hex"fe");
        HARNESS.force(TO, 0);
        assertEq(address(HARNESS).balance, 5);
    }
}
