// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenDistribution} from "src/interfaces/ITokenDistribution.sol";
import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {StreamToken} from "src/token/StreamToken.sol";
import {GrantKey} from "src/types/Grant.sol";
import {SupplyPool} from "src/types/SupplyPool.sol";

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

    /// @param beneficiaries One for each {SupplyPool}, in the enum's order. Each must be an account that a grant can pay, else
    /// that part of the supply would be lost.
    constructor(StreamToken token, ITokenVesting vesting, address[5] memory beneficiaries) {
        for (uint256 i; i < beneficiaries.length; ++i) {
            address beneficiary = beneficiaries[i];
            if (beneficiary == address(0) || beneficiary == address(this) || beneficiary == address(vesting))
            {
                revert TokenDistribution_BeneficiaryInvalid(SupplyPool(i), beneficiary);
            }
        }
        TOKEN = token;
        VESTING = vesting;
        CREATORS = beneficiaries[uint256(SupplyPool.Creators)];
        VIEWERS = beneficiaries[uint256(SupplyPool.Viewers)];
        STAKING = beneficiaries[uint256(SupplyPool.Staking)];
        PLATFORM = beneficiaries[uint256(SupplyPool.Platform)];
        DEVELOPMENT = beneficiaries[uint256(SupplyPool.Development)];
    }

    /// @inheritdoc ITokenDistribution
    function distribute() external {
        uint256 supply = TOKEN.INITIAL_SUPPLY();
        uint256 balance = TOKEN.balanceOf(address(this));
        if (balance != supply) revert TokenDistribution_NotWhole(balance, supply);

        TOKEN.approve(address(VESTING), supply);
        for (uint256 i; i <= uint256(type(SupplyPool).max); ++i) {
            SupplyPool pool = SupplyPool(i);
            GrantKey memory key = grantKeyOf(pool);
            // forge-lint: disable-next-line(unsafe-typecast) the supply is below 2^90
            uint96 amount = uint96(supply * shareBpsOf(pool) / 10_000);
            bytes32 grantId = VESTING.grant(key.beneficiary, key.token, uint64(key.salt), amount, false);
            emit Distributed(pool, key.beneficiary, amount, grantId);
        }
    }

    /// @inheritdoc ITokenDistribution
    function beneficiaryOf(SupplyPool pool) public view returns (address) {
        if (pool == SupplyPool.Creators) return CREATORS;
        if (pool == SupplyPool.Viewers) return VIEWERS;
        if (pool == SupplyPool.Staking) return STAKING;
        if (pool == SupplyPool.Platform) return PLATFORM;
        return DEVELOPMENT;
    }

    /// @inheritdoc ITokenDistribution
    function shareBpsOf(SupplyPool pool) public pure returns (uint256) {
        if (pool == SupplyPool.Creators) return 4500;
        if (pool == SupplyPool.Viewers) return 2000;
        if (pool == SupplyPool.Staking) return 1500;
        return 1000;
    }

    /// @inheritdoc ITokenDistribution
    /// @dev The salt is the pool, so that two pools may have one beneficiary.
    function grantKeyOf(SupplyPool pool) public view returns (GrantKey memory) {
        return GrantKey({
            beneficiary: beneficiaryOf(pool),
            token: address(TOKEN),
            granter: address(this),
            salt: uint256(pool),
            schedule: 0
        });
    }
}
