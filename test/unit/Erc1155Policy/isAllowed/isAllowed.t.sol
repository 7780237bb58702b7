// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {AccessRequest} from "src/types/AccessRequest.sol";
import {Policy} from "src/types/Policy.sol";
import {AccessScene} from "test/helpers/AccessScene.sol";
import {TestErc1155} from "test/helpers/tokens/TestErc1155.sol";

contract Erc1155Policy_IsAllowed_Test is AccessScene {
    function test_WhenTheViewerHoldsEnoughOfTheId() external {
        TestErc1155 token = new TestErc1155();
        Policy memory policy = Policy(policies.erc1155, abi.encode(token, 3, 2));
        token.mint(VIEWER, 4, 9);
        assertFalse(allows(policy, ""), "of another id");
        token.mint(VIEWER, 3, 1);
        assertFalse(allows(policy, ""), "too few");
        token.mint(VIEWER, 3, 1);
        assertTrue(allows(policy, ""));
        vm.prank(VIEWER);
        token.safeTransferFrom(VIEWER, STRANGER, 3, 1, "");
        assertFalse(allows(policy, ""), "passed on");
    }

    function test_RevertWhen_TheTokenDoesNotAnswer() external {
        AccessRequest memory asked = request();
        vm.expectRevert();
        policies.erc1155.isAllowed(asked, abi.encode(STRANGER, 3, 0), "");
    }
}
