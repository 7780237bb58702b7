// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {AccessPolicy} from "src/access/AccessPolicy.sol";
import {IPolicy} from "src/interfaces/IPolicy.sol";
import {AccessRequest} from "src/types/AccessRequest.sol";

/// @notice Asks back whether the viewer has access, and says so.
contract ReentrantPolicy is IPolicy {
    AccessPolicy private immutable ACCESS;

    constructor(AccessPolicy access) {
        ACCESS = access;
    }

    function isAllowed(AccessRequest calldata request, bytes calldata, bytes calldata evidence)
        external
        view
        returns (bool)
    {
        return
            ACCESS.hasAccess(request.viewer, request.contentId, request.rendition, request.period, evidence);
    }
}
