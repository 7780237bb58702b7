// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {GrantKey} from "src/types/Grant.sol";
import {Allocation} from "src/types/Allocation.sol";

/// @title TokenDistribution
/// @notice Divides the whole supply of STREAM, once: creators 45 %, viewers 20 %, staking 15 %, platform 10 %, development
/// 10 %. Each allocation is a grant on the official schedule that no account can revoke.
interface ITokenDistribution {
    /// @param amount In wei; the total of the grant.
    event Distributed(
        Allocation indexed allocation, address indexed beneficiary, uint96 amount, bytes32 grantId
    );

    /// @notice No grant can pay `beneficiary`.
    error TokenDistribution_BeneficiaryInvalid(Allocation allocation, address beneficiary);
    /// @notice The contract must hold the whole supply; after the distribution, `balance` is 0.
    error TokenDistribution_NotWhole(uint256 balance, uint256 supply);

    /// @notice Makes the five grants.
    /// @dev Emits a {Distributed} event for each. Anyone may call, once: the call needs the whole supply in this contract, and
    /// leaves none.
    function distribute() external;

    /// @return The account that the allocation belongs to.
    function beneficiaryOf(Allocation allocation) external view returns (address);

    /// @return The allocation's part of the supply, in basis points.
    function portionBpsOf(Allocation allocation) external pure returns (uint256);

    /// @return The key of the allocation's grant, for {ITokenVesting.release}.
    function grantKeyOf(Allocation allocation) external view returns (GrantKey memory);
}
