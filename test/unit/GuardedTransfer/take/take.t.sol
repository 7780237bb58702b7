// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {Test} from "forge-std/Test.sol";

import {TransferHarness} from "test/helpers/TransferHarness.sol";
import {FeeOnTransferToken} from "test/helpers/tokens/FeeOnTransferToken.sol";
import {KeepingToken} from "test/helpers/tokens/KeepingToken.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

contract GuardedTransfer_Take_Test is Test {
    TransferHarness private immutable HARNESS =
        TransferHarness(payable(deployCode("TransferHarness.sol:TransferHarness")));
    address private immutable OWNER = makeAddr("owner");

    function test_WhenTheTokenMovesTheWholeAmount() external {
        assertEq(_take(new TestToken()), 1000);
    }

    function test_WhenTheTokenKeepsAFee() external {
        assertEq(_take(new FeeOnTransferToken()), 990);
    }

    function test_WhenTheTokenKeepsAll() external {
        assertEq(_take(new KeepingToken()), 0);
    }

    function test_RevertWhen_TheOwnerApprovedLess() external {
        TestToken token = _funded(new TestToken());
        vm.expectRevert(SafeTransferLib.TransferFromFailed.selector);
        HARNESS.take(address(token), OWNER, 1001);
    }

    function _take(TestToken token) private returns (uint256) {
        return HARNESS.take(address(_funded(token)), OWNER, 1000);
    }

    function _funded(TestToken token) private returns (TestToken) {
        token.mint(OWNER, 2000);
        token.mint(address(HARNESS), 5);
        vm.prank(OWNER);
        token.approve(address(HARNESS), 1000);
        return token;
    }
}
