// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {IPolicy} from "src/interfaces/IPolicy.sol";
import {AccessRequest} from "src/types/AccessRequest.sol";

/// @title CollaboratorPolicy
/// @notice Lets in the work's publisher, and the accounts that the terms name.
/// @dev Terms: `abi.encode(address[] accounts)`. Evidence: none.
contract CollaboratorPolicy is IPolicy {
    /// @notice Where the publishers of works are registered.
    IContentRegistry public immutable CONTENT_REGISTRY;

    constructor(IContentRegistry contentRegistry) {
        CONTENT_REGISTRY = contentRegistry;
    }

    /// @inheritdoc IPolicy
    function isAllowed(AccessRequest calldata request, bytes calldata terms, bytes calldata)
        external
        view
        returns (bool)
    {
        // a work that was never registered has no publisher, and 0 is nobody
        if (request.viewer == address(0)) return false;
        if (request.viewer == CONTENT_REGISTRY.contentOf(request.contentId).publisher) return true;
        address[] memory accounts = abi.decode(terms, (address[]));
        for (uint256 i; i < accounts.length; ++i) {
            if (accounts[i] == request.viewer) return true;
        }
        return false;
    }
}
