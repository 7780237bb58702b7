// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {TestToken} from "test/helpers/tokens/TestToken.sol";

/// @notice Burns a hundredth of whatever is moved, at the receiver's cost.
contract FeeOnTransferToken is TestToken {
    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        super.transferFrom(from, to, amount);
        _burn(to, amount / 100);
        return true;
    }
}
