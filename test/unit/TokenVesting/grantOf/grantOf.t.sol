// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Grant} from "src/types/Grant.sol";
import {VestingScene} from "test/helpers/VestingScene.sol";

contract TokenVesting_GrantOf_Test is VestingScene {
    function test_GivenTheGrantWasNeverMade() external view {
        assertEq(abi.encode(grantOf(keyOf(1))), abi.encode(Grant(0, 0, false, false, false)));
    }

    function test_GivenItWasMadeReleasedMadeAPositionAndRevoked() external {
        give(keyOf(1), type(uint96).max / 1e10, true, official());
        vesting.release(keyOf(1));
        uint96 vested = uint96(type(uint96).max / 1e10) / 10;
        mintPosition(keyOf(1));
        Grant memory expected = Grant(type(uint96).max / 1e10, vested, true, false, true);
        assertEq(abi.encode(grantOf(keyOf(1))), abi.encode(expected));
        revoke(keyOf(1));
        assertEq(abi.encode(grantOf(keyOf(1))), abi.encode(Grant(vested, vested, true, true, true)));
    }
}
