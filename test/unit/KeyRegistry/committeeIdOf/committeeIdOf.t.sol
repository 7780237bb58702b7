// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {KeyScene} from "test/helpers/KeyScene.sol";

contract KeyRegistry_CommitteeIdOf_Test is KeyScene {
    function testFuzz_WhenOwnerSaltAndChainAreAny(address owner, bytes32 salt, uint64 chainId) external {
        vm.chainId(chainId);
        assertEq(
            keys.committeeIdOf(owner, salt),
            keccak256(abi.encode(uint256(chainId), address(keys), owner, salt))
        );
    }
}
