// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {AccessRequest} from "src/types/AccessRequest.sol";
import {Policy} from "src/types/Policy.sol";
import {AccessScene} from "test/helpers/AccessScene.sol";
import {TestErc721} from "test/helpers/tokens/TestErc721.sol";

contract Erc721Policy_IsAllowed_Test is AccessScene {
    TestErc721 private _token;

    function setUp() public override {
        super.setUp();
        _token = new TestErc721();
    }

    function test_WhenAnyTokenWillDo() external {
        Policy memory policy = Policy(policies.erc721, abi.encode(_token));
        assertFalse(allows(policy, ""));
        _token.mint(VIEWER, 3);
        assertTrue(allows(policy, ""));
        _sell(3);
        assertFalse(allows(policy, ""), "sold");
    }

    function test_WhenItMustBeTheOne() external {
        Policy memory policy = Policy(policies.erc721, abi.encode(_token, 0));
        _token.mint(VIEWER, 3);
        _token.mint(STRANGER, 0);
        assertFalse(allows(policy, ""), "another");
        vm.prank(STRANGER);
        _token.transferFrom(STRANGER, VIEWER, 0);
        assertTrue(allows(policy, ""));
        _sell(0);
        assertFalse(allows(policy, ""), "sold");
    }

    function test_RevertWhen_TheTokenDoesNotExist() external {
        AccessRequest memory asked = request();
        vm.expectRevert();
        policies.erc721.isAllowed(asked, abi.encode(_token, 3), "");
        vm.expectRevert();
        policies.erc721.isAllowed(asked, abi.encode(STRANGER), "");
    }

    function _sell(uint256 tokenId) private {
        vm.prank(VIEWER);
        _token.transferFrom(VIEWER, STRANGER, tokenId);
    }
}
