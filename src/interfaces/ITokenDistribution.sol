// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {GrantKey} from "src/types/Grant.sol";

/// @notice What the supply is divided into.
enum Pool {
    Creators,
    Viewers,
    Staking,
    Platform,
    Development
}

/// @title TokenDistribution
/// @notice Divides the whole supply of STREAM, once: creators 45 %, viewers 20 %, staking 15 %, platform 10 %, development
/// 10 %. Each pool is a grant on the official schedule that nobody can revoke.
interface ITokenDistribution {
    event Distributed(Pool indexed pool, address indexed beneficiary, uint96 amount, bytes32 grantId);

    error TokenDistribution_BeneficiaryInvalid(Pool pool, address beneficiary);
    error TokenDistribution_NotWhole(uint256 balance, uint256 supply);

    /// @notice Makes the five grants.
    /// @dev Emits a {Distributed} event for each. Anyone may call it, once: it needs the whole supply here, and leaves none.
    function distribute() external;

    /// @return Who the pool belongs to.
    function beneficiaryOf(Pool pool) external view returns (address);

    /// @return The pool's part of the supply, in basis points.
    function shareBpsOf(Pool pool) external pure returns (uint256);

    /// @return What names the pool's grant, for {ITokenVesting.release}.
    function grantKeyOf(Pool pool) external view returns (GrantKey memory);
}
