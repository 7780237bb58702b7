// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IKeyGeneration} from "src/interfaces/IKeyGeneration.sol";
import {GenerationScene} from "test/helpers/GenerationScene.sol";

contract KeyGeneration_Commit_Test is GenerationScene {
    function setUp() public override {
        super.setUp();
        id = begin();
    }

    function test_RevertGiven_NoSuchGeneration() external {
        id = "none";
        vm.expectRevert(abi.encodeWithSelector(IKeyGeneration.KeyGeneration_Unknown.selector, id));
        commit(1);
    }

    function test_RevertGiven_TheTimeToCommitIsOver() external {
        vm.warp(block.timestamp + PHASE - 1);
        commit(1);
        vm.warp(block.timestamp + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IKeyGeneration.KeyGeneration_WrongTime.selector, 0, block.timestamp)
        );
        commit(2);
    }

    function test_RevertWhen_TheCallerDoesNotHaveThePlace() external {
        uint8[3] memory places = [0, 2, 6];
        for (uint256 i; i < 3; ++i) {
            vm.prank(node(1));
            vm.expectRevert(
                abi.encodeWithSelector(IKeyGeneration.KeyGeneration_NotTheMember.selector, node(1), places[i])
            );
            keyGeneration.commit(id, places[i], 1, "anything");
        }
    }

    function test_RevertWhen_TheMemberHasCommitted() external {
        commit(1);
        vm.expectRevert(abi.encodeWithSelector(IKeyGeneration.KeyGeneration_AlreadyCommitted.selector, 1));
        commit(1);
    }

    function test_RevertWhen_TheTransportKeyIsNoPoint() external {
        // 5^3 + 7 has no root
        uint256[5] memory bad = [0, 5, N, P + 1, type(uint256).max];
        for (uint256 i; i < 5; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IKeyGeneration.KeyGeneration_PointInvalid.selector, bad[i])
            );
            commit(1, bad[i], "anything");
        }
    }

    function test_WhenTheMemberCommits() external {
        vm.expectEmit(address(keyGeneration));
        emit IKeyGeneration.DealingCommitted(id, 2, 1, "anything");
        commit(2, 1, "anything");
        (uint256[] memory keys_, bytes32[] memory dealings) = keyGeneration.dealersOf(id);
        assertEq(keys_[1], 1);
        assertEq(dealings[1], "anything");
        assertEq(keys_[0], 0);
    }
}
