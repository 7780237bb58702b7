// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {GenerationScene} from "test/helpers/GenerationScene.sol";

contract KeyGeneration_DealersOf_Test is GenerationScene {
    function test_GivenNoSuchGeneration() external view {
        (uint256[] memory transportKeys, bytes32[] memory dealings) = keyGeneration.dealersOf("none");
        assertEq(transportKeys.length, 0);
        assertEq(dealings.length, 0);
    }

    function test_GivenDealersCommitted() external {
        id = begin();
        commit(1);
        commit(3);
        (uint256[] memory transportKeys, bytes32[] memory dealings) = keyGeneration.dealersOf(id);
        for (uint8 i = 1; i <= NODES; ++i) {
            bool committed = i == 1 || i == 3;
            assertEq(transportKeys[i - 1], committed ? pointOf(transportSecret(i)).x : 0);
            assertEq(dealings[i - 1], committed ? commitmentOf(i) : bytes32(0));
        }
    }

    function test_GivenDealersRevealed() external {
        dealAll();
        (, bytes32[] memory dealings) = keyGeneration.dealersOf(id);
        for (uint8 i = 1; i <= NODES; ++i) {
            assertEq(dealings[i - 1], keccak256(abi.encode(dealingOf(i))));
        }
    }
}
