// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {AccessRequest} from "src/types/AccessRequest.sol";
import {Policy} from "src/types/Policy.sol";
import {AccessScene} from "test/helpers/AccessScene.sol";

contract CollaboratorPolicy_IsAllowed_Test is AccessScene {
    function test_WhenTheTermsNameTheViewer() external view {
        assertFalse(allows(_naming(STRANGER, BUYER), ""));
        assertTrue(allows(_naming(VIEWER, BUYER), ""), "first");
        assertTrue(allows(_naming(BUYER, VIEWER), ""), "last");
    }

    function test_WhenThePublisherAsks() external view {
        AccessRequest memory asked = request();
        asked.viewer = CREATOR;
        assertTrue(policies.collaborator.isAllowed(asked, abi.encode(new address[](0)), ""));
        asked.contentId = "no work";
        assertFalse(
            policies.collaborator.isAllowed(asked, abi.encode(new address[](0)), ""), "of another work"
        );
    }

    function test_WhenNobodyAsks() external view {
        AccessRequest memory asked = AccessRequest(address(0), "no work", 0, 0);
        // the publisher of no work, and a name in the terms
        assertFalse(policies.collaborator.isAllowed(asked, abi.encode(new address[](1)), ""));
    }

    function _naming(address a, address b) private view returns (Policy memory) {
        address[] memory accounts = new address[](2);
        (accounts[0], accounts[1]) = (a, b);
        return Policy(policies.collaborator, abi.encode(accounts));
    }
}
