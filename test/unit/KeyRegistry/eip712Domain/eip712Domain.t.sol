// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {KeyScene} from "test/helpers/KeyScene.sol";

contract KeyRegistry_Eip712Domain_Test is KeyScene {
    function test_WhenAViewerSignsARequest() external view {
        (, string memory name, string memory version, uint256 chainId, address at,,) = keys.eip712Domain();
        assertEq(name, "Tributary");
        assertEq(version, "1");
        assertEq(chainId, block.chainid);
        assertEq(at, address(keys));
    }
}
