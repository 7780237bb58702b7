// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IPolicy} from "src/interfaces/IPolicy.sol";
import {AccessRequest} from "src/types/AccessRequest.sol";

/// @title Erc20Policy
/// @notice Lets in who holds enough of an ERC-20.
/// @dev Terms: `abi.encode(address token, uint256 minimum)`. Evidence: none.
/// Warning: what is held can be lent, and passed from viewer to viewer.
contract Erc20Policy is IPolicy {
    /// @inheritdoc IPolicy
    function isAllowed(AccessRequest calldata request, bytes calldata terms, bytes calldata)
        external
        view
        returns (bool)
    {
        (address token, uint256 minimum) = abi.decode(terms, (address, uint256));
        return IERC20(token).balanceOf(request.viewer) >= minimum;
    }
}
