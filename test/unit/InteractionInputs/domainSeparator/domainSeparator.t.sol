// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {InputScene} from "test/helpers/InputScene.sol";
import {Eip712} from "test/helpers/Eip712.sol";

contract InteractionInputs_DomainSeparator_Test is InputScene {
    function test_WhenItIsAsked() external view {
        _expectDomain();
    }

    function test_WhenTheChainForks() external {
        post(1);
        demand(0, 5);
        bytes memory signature = signatureOf(0, 5, 0);
        vm.chainId(7);
        _expectDomain();
        assertNotEq(signature, signatureOf(0, 5, 0), "a signature of one branch is none of the other");
    }

    function _expectDomain() private view {
        // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", inputs.domainSeparator(), bytes32("message")));
        assertEq(digest, Eip712.digest(address(inputs), "message"));
    }
}
