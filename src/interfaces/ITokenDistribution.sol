// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {GrantKey} from "src/types/Grant.sol";
import {SupplyPool} from "src/types/SupplyPool.sol";

/// @title TokenDistribution
/// @notice Divides the whole supply of STREAM, once: creators 45 %, viewers 20 %, staking 15 %, platform 10 %, development
/// 10 %. Each pool is a grant on the official schedule that no account can revoke.
interface ITokenDistribution {
    /// @param amount In wei; the total of the grant.
    event Distributed(SupplyPool indexed pool, address indexed beneficiary, uint96 amount, bytes32 grantId);

    /// @notice No grant can pay `beneficiary`.
    error TokenDistribution_BeneficiaryInvalid(SupplyPool pool, address beneficiary);
    /// @notice The contract must hold the whole supply; after the distribution, `balance` is 0.
    error TokenDistribution_NotWhole(uint256 balance, uint256 supply);

    /// @notice Makes the five grants.
    /// @dev Emits a {Distributed} event for each. Anyone may call, once: the call needs the whole supply in this contract, and
    /// leaves none.
    function distribute() external;

    /// @return The account that the pool belongs to.
    function beneficiaryOf(SupplyPool pool) external view returns (address);

    /// @return The pool's part of the supply, in basis points.
    function shareBpsOf(SupplyPool pool) external pure returns (uint256);

    /// @return The key of the pool's grant, for {ITokenVesting.release}.
    function grantKeyOf(SupplyPool pool) external view returns (GrantKey memory);
}
