// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {payeeOf} from "src/types/Payee.sol";
import {PoolKey} from "src/types/Pool.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamPools_PoolIdOf_Test is StreamScene {
    function test_WhenAnyPartOfTheKeyDiffers() external view {
        PoolKey memory key = poolKey();
        bytes32 id = pools.poolIdOf(key);
        assertEq(id, keccak256(abi.encode(key)));
        key.contentId = "another";
        assertNotEq(id, pools.poolIdOf(key));
        key = poolKey();
        key.payee = payeeOf(STRANGER);
        assertNotEq(id, pools.poolIdOf(key));
        key = poolKey();
        key.token = address(0);
        assertNotEq(id, pools.poolIdOf(key));
    }
}
