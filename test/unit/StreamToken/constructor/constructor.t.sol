// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {StreamToken} from "src/token/StreamToken.sol";
import {Base} from "test/Base.t.sol";

contract StreamToken_Constructor_Test is Base {
    function test_WhenDeployed() external {
        assertEq(stream.name(), "Tributary Stream");
        assertEq(stream.symbol(), "STREAM");
        assertEq(stream.decimals(), 18);
        assertEq(stream.totalSupply(), 1_000_000_000e18);
        assertEq(new StreamToken(STRANGER).balanceOf(STRANGER), 1_000_000_000e18);
    }
}
