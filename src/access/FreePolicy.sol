// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPolicy} from "src/interfaces/IPolicy.sol";
import {AccessRequest} from "src/types/AccessRequest.sol";

/// @title FreePolicy
/// @notice Lets everybody in. Terms and evidence: none.
contract FreePolicy is IPolicy {
    /// @inheritdoc IPolicy
    function isAllowed(AccessRequest calldata, bytes calldata, bytes calldata) external pure returns (bool) {
        return true;
    }
}
