// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IKeyGeneration} from "src/interfaces/IKeyGeneration.sol";
import {Dealing} from "src/types/Generation.sol";
import {Point} from "src/types/Point.sol";
import {GenerationScene} from "test/helpers/GenerationScene.sol";

contract KeyGeneration_Reveal_Test is GenerationScene {
    function setUp() public override {
        super.setUp();
        id = begin();
    }

    function test_RevertGiven_TheTimeToRevealHasNotCome() external {
        commit(1);
        vm.warp(block.timestamp + PHASE - 1);
        Dealing memory dealing = dealingOf(1);
        vm.expectPartialRevert(IKeyGeneration.KeyGeneration_WrongTime.selector);
        reveal(1, dealing);
    }

    function test_RevertGiven_TheTimeToRevealIsOver() external {
        commit(1);
        commit(2);
        vm.warp(block.timestamp + 2 * PHASE - 1);
        reveal(1);
        vm.warp(block.timestamp + 1);
        Dealing memory dealing = dealingOf(2);
        vm.expectPartialRevert(IKeyGeneration.KeyGeneration_WrongTime.selector);
        reveal(2, dealing);
    }

    function test_RevertWhen_TheCallerDoesNotHaveThePlace() external {
        commit(1);
        nextPhase();
        Dealing memory dealing = dealingOf(1);
        vm.prank(node(2));
        vm.expectRevert(
            abi.encodeWithSelector(IKeyGeneration.KeyGeneration_NotTheMember.selector, node(2), 1)
        );
        keyGeneration.reveal(id, 1, dealing);
    }

    function test_RevertWhen_ACoefficientOrAShareIsMissing() external {
        commit(1);
        nextPhase();
        Dealing memory dealing = dealingOf(1);
        uint256[] memory shares = dealing.sealedShares;
        dealing.sealedShares = new uint256[](NODES - 1);
        vm.expectRevert(abi.encodeWithSelector(IKeyGeneration.KeyGeneration_DealingMalformed.selector, 3, 4));
        reveal(1, dealing);
        (dealing.sealedShares, dealing.coefficients) = (shares, new Point[](4));
        vm.expectRevert(abi.encodeWithSelector(IKeyGeneration.KeyGeneration_DealingMalformed.selector, 4, 5));
        reveal(1, dealing);
    }

    function test_RevertWhen_TheCoefficientsAreNotThoseCommittedTo() external {
        commit(1);
        nextPhase();
        Dealing memory dealing = dealingOf(1);
        dealing.coefficients[2] = pointOf(3);
        _refuseDealing(1, dealing);
        // who has not committed has nothing to reveal
        _refuseDealing(2, dealingOf(2));
    }

    function test_RevertWhen_TheMemberRevealsAgain() external {
        commit(1);
        nextPhase();
        reveal(1);
        _refuseDealing(1, dealingOf(1));
    }

    function test_RevertWhen_AMemberCopiedTheCommitmentOfAnother() external {
        commit(1);
        commit(2, pointOf(transportSecret(2)).x, commitmentOf(1));
        nextPhase();
        reveal(1);
        // KEY-2: who rushes cannot cancel or double another's part of the key
        _refuseDealing(2, dealingOf(1));
    }

    function test_RevertWhen_ACoefficientIsNoPoint() external {
        Dealing memory dealing = dealingOf(1);
        dealing.coefficients[2] = Point(N, ORDER_X_Y);
        commit(1, 1, keccak256(abi.encode(id, uint8(1), dealing.coefficients)));
        nextPhase();
        vm.expectRevert(abi.encodeWithSelector(IKeyGeneration.KeyGeneration_PointInvalid.selector, N));
        reveal(1, dealing);
    }

    function test_WhenTheMemberRevealsWhatItCommittedTo() external {
        commit(5);
        commit(1);
        nextPhase();
        Dealing memory dealing = dealingOf(5);
        vm.expectEmit(address(keyGeneration));
        emit IKeyGeneration.DealingRevealed(id, 5, dealing);
        reveal(5);
        assertEq(keyGeneration.generationOf(id).qualified, 16);
        reveal(1);
        assertEq(keyGeneration.generationOf(id).qualified, 17);
    }

    function _refuseDealing(uint8 index, Dealing memory dealing) private {
        vm.expectRevert(abi.encodeWithSelector(IKeyGeneration.KeyGeneration_DealingDiffers.selector, index));
        reveal(index, dealing);
    }
}
