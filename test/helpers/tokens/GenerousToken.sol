// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {TestToken} from "test/helpers/tokens/TestToken.sol";

/// @notice Gives the receiver twice what `transferFrom` takes.
contract GenerousToken is TestToken {
    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        _burn(from, amount / 2);
        _mint(to, 2 * amount);
        return true;
    }
}
