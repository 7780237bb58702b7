// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IInteractionInputs} from "src/interfaces/IInteractionInputs.sol";
import {InputScene} from "test/helpers/InputScene.sol";

contract InteractionInputs_PostForced_Test is InputScene {
    function test_RevertGiven_NothingWasForced() external {
        _expectNothingForced();
    }

    function test_RevertGiven_AllWerePosted() external {
        _forceMany(2);
        inputs.postForced();
        _expectNothingForced();
    }

    function test_GivenOneStrideWaitsThatIsNotDue() external {
        force(0);
        note(operationsOf(1), saltedSignatures(1, 0));
        _expectPosted(0, 1, 1);
    }

    function test_GivenThreeStridesWait() external {
        post(2);
        _forceMany(3);
        _noteMany(0, 3);
        assertTrue(posting.isSigned);
        assertEq(number, 1);
        _expectPosted(0, 3, 3);
    }

    function test_Given64StridesWait() external {
        _forceMany(64);
        _noteMany(0, 64);
        _expectPosted(0, 64, 64);
        _expectNothingForced();
    }

    function test_Given65StridesWait() external {
        _forceMany(65);
        _noteMany(0, 64);
        _expectPosted(0, 64, 65);
        _noteMany(64, 1);
        _expectPosted(64, 1, 65);
        _expectNothingForced();
    }

    /// @dev Nothing is left in the queue's storage: it would cost those who post.
    function test_GivenTheyWerePosted() external {
        _forceMany(2);
        vm.record();
        inputs.postForced();
        (, bytes32[] memory written) = vm.accesses(address(inputs));
        uint256 cleared;
        for (uint256 i; i < written.length; ++i) {
            if (vm.load(address(inputs), written[i]) == 0) ++cleared;
        }
        assertEq(cleared, 4, "a hash and a time of each");
    }

    function _forceMany(uint256 count) private {
        (, uint64 to) = inputs.queue();
        for (uint256 i; i < count; ++i) {
            force(to + i);
        }
    }

    /// @dev The strides that were forced with the salts from `from` on.
    function _noteMany(uint256 from, uint256 count) private {
        bytes memory operations_;
        bytes memory signatures_;
        for (uint256 i; i < count; ++i) {
            operations_ = bytes.concat(operations_, operationsOf(1));
            signatures_ = bytes.concat(signatures_, saltedSignatures(1, from + i));
        }
        note(operations_, signatures_);
    }

    function _expectPosted(uint64 place, uint64 count, uint64 end) private {
        vm.expectEmit(address(inputs));
        emit IInteractionInputs.InputsPosted(number, STRANGER, posting, "", "");
        vm.expectEmit(address(inputs));
        emit IInteractionInputs.ForcedPosted(number, place, count);
        vm.prank(STRANGER);
        assertEq(inputs.postForced(), number);
        assertEq(inputs.postingHash(number), keccak256(abi.encode(posting)));
        assertEq(inputs.postingCount(), number + 1);
        (uint64 from, uint64 to) = inputs.queue();
        assertEq(from, place + count);
        assertEq(to, end);
    }

    function _expectNothingForced() private {
        vm.expectRevert(IInteractionInputs.InteractionInputs_NothingForced.selector);
        inputs.postForced();
    }
}
