// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

abstract contract Refusing is Test {
    /// @notice As `vm.expectRevert(refusal)`, but names the property when it breaks.
    /// @param refusal The whole error that `target` reverts with.
    function assertRefused(address target, bytes memory call, bytes memory refusal, string memory property)
        internal
    {
        (bool done, bytes memory reason) = target.call(call);
        assertFalse(done, property);
        assertEq(reason, refusal, property);
    }
}
