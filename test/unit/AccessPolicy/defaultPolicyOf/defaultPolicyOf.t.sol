// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Policy} from "src/types/Policy.sol";
import {AccessScene} from "test/helpers/AccessScene.sol";

contract AccessPolicy_DefaultPolicyOf_Test is AccessScene {
    function test_GivenThereIsNone() external {
        vm.prank(CREATOR);
        access.setPolicy(contentId, RENDITION, free());
        Policy memory none;
        assertEq(abi.encode(access.defaultPolicyOf(contentId)), abi.encode(none));
    }

    function test_GivenItWasSet() external {
        set(Policy(policies.free, "terms"));
        assertEq(abi.encode(access.defaultPolicyOf(contentId)), abi.encode(Policy(policies.free, "terms")));
    }
}
