// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {payeeOf} from "src/types/Payee.sol";
import {StreamKey} from "src/types/Stream.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamingProtocol_PositionIdOf_Test is StreamScene {
    function test_WhenAnyPartOfTheKeyDiffers() external view {
        StreamKey memory key = keyOf(1);
        uint256 id = streams.positionIdOf(key);
        assertEq(id, uint256(keccak256(abi.encode(key))));
        assertNotEq(id, streams.positionIdOf(keyOf(2)));
        key.payee = payeeOf(STRANGER);
        uint256 another = streams.positionIdOf(key);
        assertNotEq(id, another);
        key.token = address(0);
        assertNotEq(another, streams.positionIdOf(key));
    }
}
