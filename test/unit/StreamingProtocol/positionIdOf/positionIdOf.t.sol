// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {payeeOf} from "src/types/Payee.sol";
import {StreamKey} from "src/types/Stream.sol";
import {StreamScene} from "test/helpers/StreamScene.sol";

contract StreamingProtocol_PositionIdOf_Test is StreamScene {
    function test_WhenAnyPartOfTheKeyDiffers() external view {
        StreamKey memory key = keyOf(1);
        uint256 id = streams.positionIdOf(key);
        assertEq(id, uint256(keccak256(abi.encode(hashOf(key), 0))));
        assertNotEq(id, streams.positionIdOf(keyOf(2)));
        key.payee = payeeOf(STRANGER);
        uint256 another = streams.positionIdOf(key);
        assertNotEq(id, another);
        key.token = address(0);
        assertNotEq(another, streams.positionIdOf(key));
    }

    function test_GivenPositionsHaveEnded() external {
        StreamKey memory key = keyOf(1);
        uint256[3] memory ids;
        for (uint256 i; i < 3; ++i) {
            open(1);
            ids[i] = streams.positionIdOf(key);
            assertEq(ids[i], uint256(keccak256(abi.encode(hashOf(key), i))));
            assertEq(sell(key), ids[i], "before and after");
            assertEq(streams.positionIdOf(key), ids[i]);
            cancel(key);
        }
        // a stream that is no position takes no id
        open(1);
        uint256 next = streams.positionIdOf(key);
        cancel(key);
        assertEq(streams.positionIdOf(key), next);
    }
}
