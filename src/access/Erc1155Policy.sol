// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IERC1155} from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";

import {IPolicy} from "src/interfaces/IPolicy.sol";
import {AccessRequest} from "src/types/AccessRequest.sol";

/// @title Erc1155Policy
/// @notice Lets in who holds enough of one id of an ERC-1155.
/// @dev Terms: `abi.encode(address collection, uint256 tokenId, uint256 minimum)`. Evidence: none.
/// Warning: what is held can be lent, and passed from viewer to viewer.
contract Erc1155Policy is IPolicy {
    /// @inheritdoc IPolicy
    function isAllowed(AccessRequest calldata request, bytes calldata terms, bytes calldata)
        external
        view
        returns (bool)
    {
        (address collection, uint256 tokenId, uint256 minimum) =
            abi.decode(terms, (address, uint256, uint256));
        return IERC1155(collection).balanceOf(request.viewer, tokenId) >= minimum;
    }
}
