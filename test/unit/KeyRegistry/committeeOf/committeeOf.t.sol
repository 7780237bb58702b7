// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Committee} from "src/types/Committee.sol";
import {Point} from "src/types/Point.sol";
import {KeyScene} from "test/helpers/KeyScene.sol";

contract KeyRegistry_CommitteeOf_Test is KeyScene {
    function test_GivenNoSuchCommittee() external view {
        Committee memory none;
        assertEq(abi.encode(keys.committeeOf("x")), abi.encode(none));
    }

    function testFuzz_GivenACommitteeWhoseKeyHasAnOddY(uint256 secret) external {
        Point memory publicKey = pointOf(bound(secret, 1, N - 1));
        if (publicKey.y % 2 == 0) publicKey.y = P - publicKey.y;
        bytes32 committeeId = keys.deal(SALT, publicKey, 1, nodes(1), pointsOf(0, 1));
        Committee memory expected = Committee(address(this), 0, 1, 1, publicKey);
        assertEq(abi.encode(keys.committeeOf(committeeId)), abi.encode(expected));
    }
}
