// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";

contract ContentRegistry_NameSequencer_Test is ContentScene {
    function test_RevertWhen_TheEndpointIsTooLong() external {
        vm.expectRevert(
            abi.encodeWithSelector(IContentRegistry.ContentRegistry_EndpointTooLong.selector, 257, 256)
        );
        contents.nameSequencer(string(new bytes(257)));
    }

    function test_WhenTheEndpointIsAsLongAsMayBe() external {
        string memory longest = string(new bytes(256));
        vm.expectEmit(address(contents));
        emit IContentRegistry.SequencerNamed(PUBLISHER, longest);
        _name(longest);
        assertEq(contents.sequencerOf(PUBLISHER), longest);
        assertEq(contents.sequencerOf(STRANGER), "");
    }

    function test_GivenASequencerWasNamed() external {
        _name("https://one.example");
        _name("https://two.example");
        assertEq(contents.sequencerOf(PUBLISHER), "https://two.example");
    }

    function test_WhenTheEndpointIsEmpty() external {
        _name("https://one.example");
        vm.expectEmit(address(contents));
        emit IContentRegistry.SequencerNamed(PUBLISHER, "");
        _name("");
        assertEq(contents.sequencerOf(PUBLISHER), "");
    }

    function _name(string memory endpoint) private {
        vm.prank(PUBLISHER);
        contents.nameSequencer(endpoint);
    }
}
