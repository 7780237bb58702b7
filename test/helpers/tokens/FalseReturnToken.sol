// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {TestToken} from "test/helpers/tokens/TestToken.sol";

/// @notice Answers false instead of reverting, while it refuses.
contract FalseReturnToken is TestToken {
    bool public refusing;

    function setRefusing(bool refuses) external {
        refusing = refuses;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return !refusing && super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return !refusing && super.transferFrom(from, to, amount);
    }
}
