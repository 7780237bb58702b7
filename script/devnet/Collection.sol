// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC1155} from "solady/tokens/ERC1155.sol";

/// @title Collection
/// @notice An ERC-1155 for development chains: its deployer begins with all there will ever be.
contract Collection is ERC1155 {
    constructor(uint256 tokenId, uint256 amount) {
        _mint(msg.sender, tokenId, amount, "");
    }

    function uri(uint256) public pure override returns (string memory) {
        return "";
    }
}
