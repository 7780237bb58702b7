// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IStreams} from "src/interfaces/IStreams.sol";
import {PopularityScene} from "test/helpers/PopularityScene.sol";

contract Popularity_CountStream_Test is PopularityScene {
    function setUp() public override {
        super.setUp();
        fund(PAYER, 0, address(streams));
        vm.prank(PAYER);
        streams.initiateStream(contentId, 1000, 1e18);
        skip(10);
    }

    function test_RevertGiven_TheStreamPaysAnotherWork() external {
        bytes32 other = publish("other", BYTES);
        vm.prank(COUNTER);
        vm.expectPartialRevert(IStreams.Streams_NotOpen.selector);
        popularity.countStream(other, PAYER, PAYER, 0);
    }

    function test_WhenSomethingHasAccrued() external {
        assertEq(_count(), 10e18);
        assertEq(heat(), 10e18);
        assertEq(stream.balanceOf(PAYEE), 10e18);
    }

    function test_WhenItWasCountedInThisSecond() external {
        _count();
        assertEq(_count(), 0);
        assertEq(heat(), 10e18);
    }

    function _count() private returns (uint256) {
        vm.prank(COUNTER);
        return popularity.countStream(contentId, PAYER, PAYER, 0);
    }
}
