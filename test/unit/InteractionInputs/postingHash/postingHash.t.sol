// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {InputScene} from "test/helpers/InputScene.sol";

contract InteractionInputs_PostingHash_Test is InputScene {
    function test_GivenThereIsNoSuchPosting() external {
        assertEq(inputs.postingHash(0), 0);
        post(1);
        assertEq(inputs.postingHash(1), 0);
    }

    function test_GivenInputsWerePosted() external {
        post(1);
        assertEq(inputs.postingHash(0), keccak256(abi.encode(posting)));
        bytes32 first = inputs.postingHash(0);
        postSigned(2);
        assertEq(inputs.postingHash(1), keccak256(abi.encode(posting)));
        assertEq(inputs.postingHash(0), first, "it stays");
    }

    function test_GivenTheSameWasPostedTwice() external {
        post(1);
        post(1);
        assertNotEq(inputs.postingHash(0), inputs.postingHash(1), "its leaves name the posting");
    }
}
