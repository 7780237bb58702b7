// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {TestToken} from "test/helpers/tokens/TestToken.sol";

/// @notice Answers `transfer` with a megabyte, that whoever copies it pays for.
contract ReturnBombToken is TestToken {
    function transfer(address to, uint256 amount) public override returns (bool) {
        super.transfer(to, amount);
        assembly {
            mstore(0x00, 1)
            return(0x00, 1000000)
        }
    }
}
