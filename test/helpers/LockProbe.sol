// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {ReentrancyGuardTransient} from "solady/utils/ReentrancyGuardTransient.sol";

import {IDeposits} from "src/interfaces/IDeposits.sol";
import {IPayouts} from "src/interfaces/IPayouts.sol";
import {payeeOf} from "src/types/Payee.sol";
import {ReentrantToken} from "test/helpers/tokens/ReentrantToken.sol";

/// @notice Calls a contract back while a token of its own moves. The lock comes first in a function, so the arguments are any that
/// decode: without the lock the answer would be another.
abstract contract LockProbe is Test {
    ReentrantToken internal token;

    function setUp() public virtual {
        token = new ReentrantToken();
    }

    /// @param move Moves {token} into `target`.
    function assertLocked(address target, bytes[] memory calls, function() internal move) internal {
        for (uint256 i; i < calls.length; ++i) {
            token.arm(target, calls[i]);
            move();
            assertFalse(token.succeeded(), vm.toString(i));
            assertEq(
                token.answer(),
                abi.encodeWithSelector(ReentrancyGuardTransient.Reentrancy.selector),
                vm.toString(i)
            );
        }
    }

    /// @notice Puts the four calls that every paying contract has in front of `calls`.
    function withDepositsAndPayouts(bytes[] memory calls) internal view returns (bytes[] memory all) {
        all = new bytes[](4 + calls.length);
        all[0] = abi.encodeCall(IDeposits.prepay, (address(this), address(token), 1));
        all[1] = abi.encodeCall(IDeposits.withdrawPrepaid, (address(token), address(this), 0));
        all[2] = abi.encodeCall(IPayouts.payOut, (payeeOf(address(this)), address(token)));
        all[3] = abi.encodeCall(IPayouts.payOutTo, (address(token), address(this)));
        for (uint256 i; i < calls.length; ++i) {
            all[4 + i] = calls[i];
        }
    }
}
