// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IInteractionInputs} from "src/interfaces/IInteractionInputs.sol";
import {Role} from "src/types/Operator.sol";
import {payeeOf} from "src/types/Payee.sol";
import {InputScene} from "test/helpers/InputScene.sol";

contract InteractionInputs_PostInputs_Test is InputScene {
    function test_RevertGiven_TheCallerIsNoOperator() external {
        _expectNotASequencer(STRANGER);
    }

    function test_RevertGiven_TheCallerServesInAnotherRole() external {
        register(EDGE, Role.Edge);
        _expectNotASequencer(EDGE);
    }

    function test_RevertGiven_TheCallerIsUnbonding() external {
        vm.prank(SEQUENCER);
        operators.startUnbond();
        _expectNotASequencer(SEQUENCER);
    }

    function test_RevertGiven_ItIsTheLastSecondBeforeTheRollupIsOpenToAll() external {
        vm.warp(block.timestamp + interactions.ESCAPE_TIME());
        _expectNotASequencer(STRANGER);
    }

    function test_GivenTheRollupIsOpenToAll() external {
        vm.warp(block.timestamp + interactions.ESCAPE_TIME() + 1);
        vm.prank(STRANGER);
        assertEq(inputs.postInputs(operationsOf(1), ""), 0);
    }

    function test_RevertGiven_AForcedStrideIsDue() external {
        force(0);
        vm.warp(block.timestamp + inputs.FORCE_DELAY());
        _expectForcedFirst(0);
    }

    function test_RevertGiven_ALaterForcedStrideIsDue() external {
        force(0);
        inputs.postForced();
        force(1);
        vm.warp(block.timestamp + inputs.FORCE_DELAY());
        _expectForcedFirst(1);
    }

    function test_GivenAForcedStrideIsDueInASecond() external {
        force(0);
        vm.warp(block.timestamp + inputs.FORCE_DELAY() - 1);
        post(1);
    }

    function test_GivenTheForcedStridesWerePosted() external {
        force(0);
        vm.warp(block.timestamp + inputs.FORCE_DELAY());
        inputs.postForced();
        post(1);
        assertEq(inputs.postingCount(), 2);
    }

    function test_RevertWhen_ThereAreNoOperations() external {
        _expectLengthInvalid(0, 0);
        _expectLengthInvalid(0, 1024);
    }

    function test_RevertWhen_TheOperationsAreNoWholeStrides() external {
        _expectLengthInvalid(191, 0);
        _expectLengthInvalid(193, 0);
        _expectLengthInvalid(193, 1024);
        _expectLengthInvalid(383, 2048);
    }

    function test_RevertWhen_ThereAre65Strides() external {
        _expectLengthInvalid(65 * 192, 0);
        _expectLengthInvalid(65 * 192, 65 * 1024);
    }

    function test_RevertWhen_TheSignaturesAreNotOnesForEachOperation() external {
        _expectLengthInvalid(192, 1023);
        _expectLengthInvalid(192, 1025);
        _expectLengthInvalid(192, 2048);
        _expectLengthInvalid(384, 1024);
    }

    function test_WhenTheyAreUnsigned() external {
        note(operationsOf(3), "");
        assertFalse(posting.isSigned);
        _expectPosted();
    }

    function test_WhenTheyAreSigned() external {
        note(operationsOf(3), signaturesOf(3));
        assertTrue(posting.isSigned);
        _expectPosted();
    }

    function test_WhenThereIsOneStride() external {
        note(operationsOf(1), "");
        assertEq(posting.root, keccak256(abi.encode(0, 0, keccak256(operations))), "its leaf is the root");
        _expectPosted();
    }

    function test_WhenThereAre64Strides() external {
        note(operationsOf(64), "");
        assertEq(posting.strides, 64);
        _expectPosted();
    }

    function test_GivenActorsAndWorksBecameMore() external {
        post(1);
        registerActor(2);
        contents.registerLive("work", payeeOf(STRANGER), 1);
        note(operationsOf(1), "");
        assertEq(number, 1);
        assertEq(posting.actors, 3);
        assertEq(posting.works, WORKS + 1);
        _expectPosted();
    }

    function _expectPosted() private {
        vm.expectEmit(address(inputs));
        emit IInteractionInputs.InputsPosted(number, SEQUENCER, posting, operations, signatures);
        vm.prank(SEQUENCER);
        assertEq(inputs.postInputs(operations, signatures), number);
        assertEq(inputs.postingHash(number), keccak256(abi.encode(posting)));
        assertEq(inputs.postingCount(), number + 1);
        assertEq(posting.postedAt, block.timestamp);
    }

    function _expectNotASequencer(address caller) private {
        bytes memory all = operationsOf(1);
        vm.expectRevert(
            abi.encodeWithSelector(IInteractionInputs.InteractionInputs_NotASequencer.selector, caller)
        );
        vm.prank(caller);
        inputs.postInputs(all, "");
    }

    function _expectForcedFirst(uint64 place) private {
        bytes memory all = operationsOf(1);
        vm.expectRevert(
            abi.encodeWithSelector(IInteractionInputs.InteractionInputs_ForcedFirst.selector, place)
        );
        vm.prank(SEQUENCER);
        inputs.postInputs(all, "");
    }

    function _expectLengthInvalid(uint256 operationBytes, uint256 signatureBytes) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IInteractionInputs.InteractionInputs_LengthInvalid.selector, operationBytes, signatureBytes
            )
        );
        vm.prank(SEQUENCER);
        inputs.postInputs(new bytes(operationBytes), new bytes(signatureBytes));
    }
}
