// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IKeyGeneration} from "src/interfaces/IKeyGeneration.sol";
import {Generation} from "src/types/Generation.sol";
import {GenerationScene} from "test/helpers/GenerationScene.sol";

contract KeyGeneration_Begin_Test is GenerationScene {
    function test_RevertWhen_TheCallerUsedTheSaltBefore() external {
        id = begin();
        vm.expectRevert(abi.encodeWithSelector(IKeyGeneration.KeyGeneration_AlreadyBegun.selector, id));
        begin();
    }

    function test_RevertWhen_TheThresholdIsOne() external {
        _refuseSize(1, 5);
        _refuseSize(0, 5);
    }

    function test_RevertWhen_TheThresholdIsAboveTheNumberOfMembers() external {
        _refuseSize(6, 5);
        _refuseSize(2, 1);
        _refuseSize(2, 0);
    }

    function test_RevertWhen_MoreThanSixteenAreNamed() external {
        _refuseSize(2, 17);
    }

    function test_WhenAnotherCallerUsedTheSalt() external {
        id = begin();
        assertNotEq(keyGeneration.begin(SALT, 2, nodes(2), 1), id);
    }

    function test_WhenMembersAndThresholdAreValid() external {
        bytes32 ownSalt = keccak256(abi.encode(OWNER, SALT));
        bytes32 expected = keys.committeeIdOf(address(keyGeneration), ownSalt);
        uint40 now_ = uint40(block.timestamp);
        vm.expectEmit(address(keyGeneration));
        emit IKeyGeneration.GenerationBegun(
            expected, OWNER, SALT, 16, nodes(16), now_ + PHASE, now_ + 2 * PHASE, now_ + 3 * PHASE
        );
        assertEq(begin(SALT, 16, nodes(16)), expected);
        Generation memory generation =
            Generation(ownSalt, 16, 0, now_ + PHASE, now_ + 2 * PHASE, now_ + 3 * PHASE, nodes(16));
        assertEq(abi.encode(keyGeneration.generationOf(expected)), abi.encode(generation));
    }

    function _refuseSize(uint8 threshold, uint256 members) private {
        vm.expectRevert(
            abi.encodeWithSelector(IKeyGeneration.KeyGeneration_SizeOutOfRange.selector, threshold, members)
        );
        begin(SALT, threshold, nodes(members));
    }
}
