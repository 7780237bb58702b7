// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IPolicy} from "src/interfaces/IPolicy.sol";
import {AccessRequest} from "src/types/AccessRequest.sol";

/// @title Erc721Policy
/// @notice Lets in who owns a token of an ERC-721: one by its id, or any of the collection.
/// @dev Terms: `abi.encode(address collection)` for any token, `abi.encode(address collection, uint256 tokenId)` for the one.
/// Evidence: none. Warning: a token can be lent, and passed from viewer to viewer.
contract Erc721Policy is IPolicy {
    /// @inheritdoc IPolicy
    function isAllowed(AccessRequest calldata request, bytes calldata terms, bytes calldata)
        external
        view
        returns (bool)
    {
        if (terms.length == 32) {
            return IERC721(abi.decode(terms, (address))).balanceOf(request.viewer) != 0;
        }
        (address collection, uint256 tokenId) = abi.decode(terms, (address, uint256));
        return IERC721(collection).ownerOf(tokenId) == request.viewer;
    }
}
