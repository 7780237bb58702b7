// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {TestToken} from "test/helpers/tokens/TestToken.sol";

/// @notice Refuses to pay whom its issuer dislikes.
contract BlocklistToken is TestToken {
    error Blocked(address account);

    mapping(address account => bool) public blocked;

    function setBlocked(address account, bool isBlocked) external {
        blocked[account] = isBlocked;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        if (blocked[to]) revert Blocked(to);
        return super.transfer(to, amount);
    }
}
