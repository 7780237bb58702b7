// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {TestToken} from "test/helpers/tokens/TestToken.sol";

/// @notice Can be put in, and never be taken out: `transfer` burns all gas that it is given.
contract RevertingToken is TestToken {
    function transfer(address, uint256) public pure override returns (bool) {
        assembly {
            invalid()
        }
    }
}
