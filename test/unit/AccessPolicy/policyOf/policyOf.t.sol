// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Policy} from "src/types/Policy.sol";
import {AccessScene} from "test/helpers/AccessScene.sol";
import {Act} from "test/helpers/policies/ActingPolicy.sol";

contract AccessPolicy_PolicyOf_Test is AccessScene {
    function test_GivenThereIsNone() external view {
        Policy memory none;
        assertEq(abi.encode(access.policyOf(contentId, RENDITION)), abi.encode(none));
    }

    function test_GivenOnlyADefault() external {
        set(free());
        assertEq(abi.encode(access.policyOf(contentId, RENDITION)), abi.encode(free()));
    }

    function test_GivenBoth() external {
        set(free());
        vm.prank(CREATOR);
        access.setPolicy(contentId, RENDITION, that(Act.Loop));
        assertEq(abi.encode(access.policyOf(contentId, RENDITION)), abi.encode(that(Act.Loop)));
        assertEq(abi.encode(access.policyOf(contentId, RENDITION + 1)), abi.encode(free()));
    }
}
