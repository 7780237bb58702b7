// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {TestToken} from "test/helpers/tokens/TestToken.sol";

/// @notice One ledger with two addresses: this one, and its {SecondEntry}.
contract DoubleEntryToken is TestToken {
    error NotSecondEntry();

    SecondEntry public immutable SECOND = new SecondEntry();

    function moveFor(address from, address to, uint256 amount) external {
        if (msg.sender != address(SECOND)) revert NotSecondEntry();
        _transfer(from, to, amount);
    }
}

/// @notice Moves what stands in the ledger of the first address.
contract SecondEntry {
    DoubleEntryToken private immutable FIRST = DoubleEntryToken(msg.sender);

    function transfer(address to, uint256 amount) external returns (bool) {
        FIRST.moveFor(msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        FIRST.moveFor(from, to, amount);
        return true;
    }

    function balanceOf(address account) external view returns (uint256) {
        return FIRST.balanceOf(account);
    }
}
