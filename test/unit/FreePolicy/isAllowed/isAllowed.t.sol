// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {AccessRequest} from "src/types/AccessRequest.sol";
import {Base} from "test/Base.t.sol";

contract FreePolicy_IsAllowed_Test is Base {
    function testFuzz_WhenAnybodyAsks(AccessRequest memory request, bytes memory evidence) external view {
        assertTrue(policies.free.isAllowed(request, "", evidence));
    }
}
