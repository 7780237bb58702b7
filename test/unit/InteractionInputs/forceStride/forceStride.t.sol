// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IInteractionInputs} from "src/interfaces/IInteractionInputs.sol";
import {InputScene} from "test/helpers/InputScene.sol";

contract InteractionInputs_ForceStride_Test is InputScene {
    function test_RevertWhen_ThereAreNoSignatures() external {
        _expectLengthInvalid(192, 0);
    }

    function test_RevertWhen_TheOperationsAreNotOfOneStride() external {
        _expectLengthInvalid(0, 1024);
        _expectLengthInvalid(191, 1024);
        _expectLengthInvalid(193, 1024);
        _expectLengthInvalid(384, 1024);
    }

    function test_RevertWhen_TheSignaturesAreNotOfOneStride() external {
        _expectLengthInvalid(192, 1023);
        _expectLengthInvalid(192, 1025);
        _expectLengthInvalid(192, 2048);
    }

    function test_RevertWhen_ThereAreTwoStrides() external {
        _expectLengthInvalid(384, 2048);
    }

    function test_WhenAllIsRight() external {
        vm.expectEmit(address(inputs));
        emit IInteractionInputs.StrideForced(0, STRANGER, operationsOf(1), signaturesOf(1));
        vm.prank(STRANGER);
        assertEq(inputs.forceStride(operationsOf(1), signaturesOf(1)), 0);
        (uint64 from, uint64 to) = inputs.queue();
        assertEq(from, 0);
        assertEq(to, 1);
        assertEq(inputs.postingCount(), 0, "it waits");
    }

    function test_GivenOthersWait() external {
        assertEq(force(0), 0);
        assertEq(force(1), 1);
        inputs.postForced();
        assertEq(force(2), 2, "places are never used again");
    }

    function _expectLengthInvalid(uint256 operationBytes, uint256 signatureBytes) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IInteractionInputs.InteractionInputs_LengthInvalid.selector, operationBytes, signatureBytes
            )
        );
        inputs.forceStride(new bytes(operationBytes), new bytes(signatureBytes));
    }
}
