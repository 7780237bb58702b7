// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Content} from "src/types/Content.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";

contract ContentRegistry_ContentOf_Test is ContentScene {
    function test_WhenTheWorkWasNeverRegistered() external view {
        Content memory none;
        assertEq(abi.encode(contents.contentOf("nothing")), abi.encode(none));
    }
}
