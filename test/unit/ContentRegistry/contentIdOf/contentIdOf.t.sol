// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ContentRegistry} from "src/content/ContentRegistry.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";

contract ContentRegistry_ContentIdOf_Test is ContentScene {
    function test_WhenThePublisherDiffers() external view {
        assertNotEq(contents.contentIdOf(PUBLISHER, "a"), contents.contentIdOf(STRANGER, "a"));
    }

    function test_WhenTheSaltDiffers() external view {
        assertNotEq(contents.contentIdOf(PUBLISHER, "a"), contents.contentIdOf(PUBLISHER, "b"));
    }

    function test_WhenTheContractDiffers() external {
        ContentRegistry twin = new ContentRegistry(rollup);
        assertNotEq(contents.contentIdOf(PUBLISHER, "a"), twin.contentIdOf(PUBLISHER, "a"));
    }

    function test_WhenTheChainDiffers() external {
        bytes32 here = contents.contentIdOf(PUBLISHER, "a");
        vm.chainId(10);
        assertNotEq(contents.contentIdOf(PUBLISHER, "a"), here);
    }
}
