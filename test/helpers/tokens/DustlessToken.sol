// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {TestToken} from "test/helpers/tokens/TestToken.sol";

/// @notice Says that it moved a wei, and keeps it.
contract DustlessToken is TestToken {
    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return amount == 1 || super.transferFrom(from, to, amount);
    }
}
