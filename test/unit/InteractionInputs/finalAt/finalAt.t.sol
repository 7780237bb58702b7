// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Posting} from "src/types/Interactions.sol";
import {InputScene} from "test/helpers/InputScene.sol";

contract InteractionInputs_FinalAt_Test is InputScene {
    function testFuzz_WhenThePostingIsSigned(Posting memory any) external view {
        any.isSigned = true;
        assertEq(inputs.finalAt(any), any.postedAt);
    }

    function testFuzz_WhenThePostingIsUnsigned(Posting memory any) external view {
        any.isSigned = false;
        assertEq(inputs.finalAt(any), uint256(any.postedAt) + 2 * uint256(inputs.DEMAND_TIME()));
    }
}
