// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC1155} from "solady/tokens/ERC1155.sol";

/// @notice An ERC-1155 that anyone may mint.
contract TestErc1155 is ERC1155 {
    function mint(address to, uint256 tokenId, uint256 amount) external {
        _mint(to, tokenId, amount, "");
    }

    function uri(uint256) public pure override returns (string memory) {
        return "";
    }
}
