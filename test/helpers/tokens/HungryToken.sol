// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {TestToken} from "test/helpers/tokens/TestToken.sol";

/// @notice Uses up some gas before it moves anything, as a token with a hook or a rebase does.
contract HungryToken is TestToken {
    uint256 public appetite;

    function setAppetite(uint256 gas_) external {
        appetite = gas_;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        uint256 start = gasleft();
        uint256 eaten = appetite;
        while (start - gasleft() < eaten) {}
        return super.transfer(to, amount);
    }
}
