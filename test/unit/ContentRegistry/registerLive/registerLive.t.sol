// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {Content} from "src/types/Content.sol";
import {Payee} from "src/types/Payee.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";

contract ContentRegistry_RegisterLive_Test is ContentScene {
    function test_RevertWhen_ThePayeeIsInvalid() external {
        vm.expectRevert(
            abi.encodeWithSelector(IContentRegistry.ContentRegistry_PayeeInvalid.selector, Payee.wrap(0))
        );
        contents.registerLive("a", Payee.wrap(0), RATE);
    }

    function test_RevertGiven_TheSaltWasUsed() external {
        bytes32 contentId = publish("a", leavesOf(1));
        vm.expectRevert(
            abi.encodeWithSelector(IContentRegistry.ContentRegistry_AlreadyRegistered.selector, contentId)
        );
        publishLive("a");
    }

    function test_WhenTheSaltIsNew() external {
        bytes32 contentId = contents.contentIdOf(PUBLISHER, "a");
        vm.expectEmit(address(contents));
        emit IContentRegistry.ContentRegistered(contentId, PUBLISHER, CREATOR, RATE, true);
        assertEq(publishLive("a"), contentId);

        Content memory content = contents.contentOf(contentId);
        assertTrue(content.live);
        assertEq(content.leafCount, 0);
        assertEq(content.root, 0);
        assertFalse(contents.isProven(contentId, new bytes(76)), "nothing is committed yet");
    }
}
