// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {AccessRequest} from "src/types/AccessRequest.sol";
import {Policy} from "src/types/Policy.sol";
import {AccessScene} from "test/helpers/AccessScene.sol";
import {GasBurningToken} from "test/helpers/tokens/GasBurningToken.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

contract Erc20Policy_IsAllowed_Test is AccessScene {
    function test_WhenTheViewerHoldsEnough() external {
        TestToken token = new TestToken();
        Policy memory policy = Policy(policies.erc20, abi.encode(token, 7));
        assertFalse(allows(policy, ""));
        token.mint(VIEWER, 6);
        assertFalse(allows(policy, ""), "too little");
        token.mint(VIEWER, 1);
        assertTrue(allows(policy, ""));
        vm.prank(VIEWER);
        assertTrue(token.transfer(STRANGER, 1));
        assertFalse(allows(policy, ""), "passed on");
    }

    function test_RevertWhen_TheTokenDoesNotAnswer() external {
        AccessRequest memory asked = request();
        vm.expectRevert();
        policies.erc20.isAllowed(asked, abi.encode(STRANGER, 0), "");
        address token = address(new GasBurningToken());
        vm.expectRevert();
        policies.erc20.isAllowed{gas: 200_000}(asked, abi.encode(token, 0), "");
    }
}
