// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";

/// @notice Its symbol would run in a browser, if it were drawn as it is.
contract ScriptSymbolToken is ERC20 {
    function name() public pure override returns (string memory) {
        return "Script";
    }

    function symbol() public pure override returns (string memory) {
        return "</text><script>alert(1)</script>";
    }
}
