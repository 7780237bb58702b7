// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenDistribution} from "src/interfaces/ITokenDistribution.sol";
import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {StreamToken} from "src/token/StreamToken.sol";
import {GrantKey} from "src/types/Grant.sol";
import {Allocation} from "src/types/Allocation.sol";

/// @title TokenDistribution
/// @notice See {ITokenDistribution}.
contract TokenDistribution is ITokenDistribution {
    /// @notice STREAM, whose whole supply is divided.
    StreamToken public immutable TOKEN;
    /// @notice Where the grants vest.
    ITokenVesting public immutable VESTING;

    address private immutable CREATORS;
    address private immutable VIEWERS;
    address private immutable STAKING;
    address private immutable PLATFORM;
    address private immutable DEVELOPMENT;

    /// @param beneficiaries One for each {Allocation}, in the enum's order. Each must be an account that a grant can pay, else
    /// that part of the supply would be lost.
    constructor(StreamToken token, ITokenVesting vesting, address[5] memory beneficiaries) {
        for (uint256 i; i < beneficiaries.length; ++i) {
            address beneficiary = beneficiaries[i];
            if (beneficiary == address(0) || beneficiary == address(this) || beneficiary == address(vesting))
            {
                revert TokenDistribution_BeneficiaryInvalid(Allocation(i), beneficiary);
            }
        }
        TOKEN = token;
        VESTING = vesting;
        CREATORS = beneficiaries[uint256(Allocation.Creators)];
        VIEWERS = beneficiaries[uint256(Allocation.Viewers)];
        STAKING = beneficiaries[uint256(Allocation.Staking)];
        PLATFORM = beneficiaries[uint256(Allocation.Platform)];
        DEVELOPMENT = beneficiaries[uint256(Allocation.Development)];
    }

    /// @inheritdoc ITokenDistribution
    function distribute() external {
        uint256 supply = TOKEN.INITIAL_SUPPLY();
        uint256 balance = TOKEN.balanceOf(address(this));
        if (balance != supply) revert TokenDistribution_NotWhole(balance, supply);

        TOKEN.approve(address(VESTING), supply);
        for (uint256 i; i <= uint256(type(Allocation).max); ++i) {
            Allocation allocation = Allocation(i);
            GrantKey memory key = grantKeyOf(allocation);
            // forge-lint: disable-next-line(unsafe-typecast) the supply is below 2^90
            uint96 amount = uint96(supply * portionBpsOf(allocation) / 10_000);
            bytes32 grantId = VESTING.grant(key.beneficiary, key.token, uint64(key.salt), amount, false);
            emit Distributed(allocation, key.beneficiary, amount, grantId);
        }
    }

    /// @inheritdoc ITokenDistribution
    function beneficiaryOf(Allocation allocation) public view returns (address) {
        if (allocation == Allocation.Creators) return CREATORS;
        if (allocation == Allocation.Viewers) return VIEWERS;
        if (allocation == Allocation.Staking) return STAKING;
        if (allocation == Allocation.Platform) return PLATFORM;
        return DEVELOPMENT;
    }

    /// @inheritdoc ITokenDistribution
    function portionBpsOf(Allocation allocation) public pure returns (uint256) {
        if (allocation == Allocation.Creators) return 4500;
        if (allocation == Allocation.Viewers) return 2000;
        if (allocation == Allocation.Staking) return 1500;
        return 1000;
    }

    /// @inheritdoc ITokenDistribution
    /// @dev The salt is the allocation, so that two allocations may have one beneficiary.
    function grantKeyOf(Allocation allocation) public view returns (GrantKey memory) {
        return GrantKey({
            beneficiary: beneficiaryOf(allocation),
            token: address(TOKEN),
            granter: address(this),
            salt: uint256(allocation),
            schedule: 0
        });
    }
}
