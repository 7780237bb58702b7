// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Base} from "test/Base.t.sol";

contract OperatorRegistry_Constructor_Test is Base {
    function test_WhenDeployed() external view {
        assertEq(operators.TOKEN(), address(stream));
        assertEq(operators.MINIMUM_BOND(), MINIMUM_BOND);
        assertEq(operators.UNBONDING_DELAY(), UNBONDING_DELAY);
        assertTrue(operators.isCourt(address(court)));
        assertFalse(operators.isCourt(HOLDER));
        assertFalse(operators.isCourt(address(0)));
    }
}
