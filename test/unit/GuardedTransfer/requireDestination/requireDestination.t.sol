// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {TransferHarness} from "test/helpers/TransferHarness.sol";

contract GuardedTransfer_RequireDestination_Test is Test {
    TransferHarness private immutable HARNESS =
        TransferHarness(payable(deployCode("TransferHarness.sol:TransferHarness")));

    function test_RevertWhen_ItIsTheZeroAddress() external {
        _expectInvalid(address(0));
    }

    function test_RevertWhen_ItIsTheContractThatHoldsTheMoney() external {
        _expectInvalid(address(HARNESS));
    }

    function test_WhenItIsAnother() external view {
        HARNESS.requireDestination(address(1));
        HARNESS.requireDestination(address(this));
    }

    function _expectInvalid(address to) private {
        vm.expectRevert(
            abi.encodeWithSelector(GuardedTransfer.GuardedTransfer_DestinationInvalid.selector, to)
        );
        HARNESS.requireDestination(to);
    }
}
