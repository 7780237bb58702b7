// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ChannelScene} from "test/helpers/ChannelScene.sol";

contract PaymentChannels_Eip712Domain_Test is ChannelScene {
    function test_WhenTheChainIsTheDeployments() external view {
        _assertDomain();
    }

    function test_WhenTheChainHasForked() external {
        vm.chainId(10);
        _assertDomain();
    }

    function _assertDomain() private view {
        (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        ) = channels.eip712Domain();
        assertEq(fields, hex"0f");
        assertEq(name, "Tributary");
        assertEq(version, "1");
        assertEq(chainId, block.chainid);
        assertEq(verifyingContract, address(channels));
        assertEq(salt, 0);
        assertEq(extensions.length, 0);
    }
}
