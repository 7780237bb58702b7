// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Base} from "test/Base.t.sol";

contract AllowListPolicy_LeafOf_Test is Base {
    function testFuzz_WhenTheAccountIsAny(address account) external view {
        bytes memory once = abi.encode(keccak256(abi.encode(account)));
        assertEq(policies.allowList.leafOf(account), keccak256(once));
    }
}
