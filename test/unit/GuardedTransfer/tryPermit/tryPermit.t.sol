// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {ERC20} from "solady/tokens/ERC20.sol";

import {Permit} from "test/helpers/Permit.sol";
import {TransferHarness} from "test/helpers/TransferHarness.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

contract GuardedTransfer_TryPermit_Test is Test {
    uint256 private constant SECRET = 0xbe41;

    TransferHarness private immutable HARNESS =
        TransferHarness(payable(deployCode("TransferHarness.sol:TransferHarness")));
    TestToken private immutable TOKEN = new TestToken();
    address private immutable OWNER = vm.addr(SECRET);

    function test_WhenThePermitIsGood() external {
        (uint8 v, bytes32 r, bytes32 s) = _sign();
        _use(v, r, s);
        assertEq(TOKEN.allowance(OWNER, address(HARNESS)), 1000);
    }

    function test_GivenThePermitWasUsedBefore() external {
        (uint8 v, bytes32 r, bytes32 s) = _sign();
        TOKEN.permit(OWNER, address(HARNESS), 1000, block.timestamp, v, r, s);
        _use(v, r, s);
        assertEq(TOKEN.allowance(OWNER, address(HARNESS)), 1000);
    }

    function test_WhenThePermitIsBad() external {
        (uint8 v, bytes32 r, bytes32 s) = _sign();
        _use(v, ~r, s);
        assertEq(TOKEN.allowance(OWNER, address(HARNESS)), 0);
    }

    function test_WhenVIsOfNoKindThatWalletsGive() external {
        bytes memory given =
            abi.encodeCall(ERC20.permit, (OWNER, address(HARNESS), 1000, block.timestamp, 2, 0, 0));
        vm.expectCall(address(TOKEN), given);
        _use(2, 0, 0);
    }

    function _sign() private view returns (uint8, bytes32, bytes32) {
        return Permit.sign(SECRET, TOKEN, 1000, address(HARNESS), block.timestamp);
    }

    function _use(uint8 v, bytes32 r, bytes32 s) private {
        HARNESS.tryPermit(address(TOKEN), OWNER, 1000, block.timestamp, v, r, s);
    }
}
