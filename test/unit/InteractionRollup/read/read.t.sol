// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IInteractionRollup} from "src/interfaces/IInteractionRollup.sol";
import {Assertion} from "src/types/Interactions.sol";
import {InteractionScene} from "test/helpers/InteractionScene.sol";
import {OperationTwin} from "test/helpers/OperationTwin.sol";
import {StateTwin} from "test/helpers/StateTwin.sol";

contract InteractionRollup_Read_Test is InteractionScene {
    using StateTwin for StateTwin.Store;

    uint256 private constant LIKED = 1 << 255 | 1;

    function test_RevertGiven_NoStateIsFinal() external {
        Posted memory posted = settled(likes(1));
        assertTruth(posted, execute(posted));
        _expectNoRoot(0);
    }

    function test_RevertGiven_SixtyFourLaterStatesAreFinal() external {
        _confirmRoots(64);
        assertFalse(interactions.read(0, 0, 0, hex"020100"));
        _confirmRoots(1);
        _expectNoRoot(0);
        assertFalse(interactions.read(1, 0, 0, hex"020100"));
        _expectNoRoot(65);
    }

    function test_WhenTheValueIsTheLeafs() external {
        _confirmLikes();
        assertTrue(_read(4, 0, LIKED));
    }

    function test_WhenTheValueIsAnother() external {
        _confirmLikes();
        assertFalse(_read(4, 0, LIKED + 1));
        assertFalse(_read(4, 0, 0));
    }

    function test_WhenThereIsNoSuchLeaf() external {
        _confirmLikes();
        assertTrue(_read(4, 99, 0));
        assertFalse(_read(4, 99, LIKED));
    }

    function _confirmLikes() private {
        Posted memory posted = settled(likes(2));
        confirmTruth(posted, execute(posted));
    }

    function _confirmRoots(uint256 count) private {
        for (uint256 i; i < count; ++i) {
            Posted memory posted = settled(likes(1));
            (, bytes32 root) = interactions.next();
            bytes32[] memory roots = new bytes32[](1);
            roots[0] = keccak256(abi.encode(root));
            Assertion memory assertion = assertAs(ASSERTER, posted, root, roots);
            vm.warp(block.timestamp + ASSERTION_WINDOW);
            interactions.confirm(assertion);
        }
    }

    function _read(uint256 space, uint256 a, uint256 value) private view returns (bool) {
        uint256[] memory keys = new uint256[](1);
        keys[0] = OperationTwin.leafKey(space, a, 0, 0);
        return interactions.read(0, bytes32(keys[0]), value, store().witness(keys));
    }

    function _expectNoRoot(uint64 posting) private {
        vm.expectRevert(abi.encodeWithSelector(IInteractionRollup.InteractionRollup_NoRoot.selector, posting));
        interactions.read(posting, 0, 0, "");
    }
}
