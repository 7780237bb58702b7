// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {TestToken} from "test/helpers/tokens/TestToken.sol";

/// @notice Burns all gas that it is given when it shall pay one address, as a hook of that address could.
contract GasBurningHookToken is TestToken {
    address public burner;

    function setBurner(address account) external {
        burner = account;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        if (to == burner) {
            assembly {
                invalid()
            }
        }
        return super.transfer(to, amount);
    }
}
