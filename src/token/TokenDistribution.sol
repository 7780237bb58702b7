// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ITokenDistribution, Pool} from "src/interfaces/ITokenDistribution.sol";
import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {StreamToken} from "src/token/StreamToken.sol";
import {GrantKey} from "src/types/Grant.sol";

/// @title TokenDistribution
/// @notice See {ITokenDistribution}.
contract TokenDistribution is ITokenDistribution {
    StreamToken public immutable TOKEN;
    ITokenVesting public immutable VESTING;

    address private immutable CREATORS;
    address private immutable VIEWERS;
    address private immutable STAKING;
    address private immutable PLATFORM;
    address private immutable DEVELOPMENT;

    /// @param beneficiaries One for each {Pool}, in its order. None may be one that no grant can pay: the supply were lost.
    constructor(StreamToken token, ITokenVesting vesting, address[5] memory beneficiaries) {
        for (uint256 i; i < beneficiaries.length; ++i) {
            address beneficiary = beneficiaries[i];
            if (beneficiary == address(0) || beneficiary == address(this) || beneficiary == address(vesting))
            {
                revert TokenDistribution_BeneficiaryInvalid(Pool(i), beneficiary);
            }
        }
        TOKEN = token;
        VESTING = vesting;
        CREATORS = beneficiaries[uint256(Pool.Creators)];
        VIEWERS = beneficiaries[uint256(Pool.Viewers)];
        STAKING = beneficiaries[uint256(Pool.Staking)];
        PLATFORM = beneficiaries[uint256(Pool.Platform)];
        DEVELOPMENT = beneficiaries[uint256(Pool.Development)];
    }

    /// @inheritdoc ITokenDistribution
    function distribute() external {
        uint256 supply = TOKEN.INITIAL_SUPPLY();
        uint256 balance = TOKEN.balanceOf(address(this));
        if (balance != supply) revert TokenDistribution_NotWhole(balance, supply);

        TOKEN.approve(address(VESTING), supply);
        for (uint256 i; i <= uint256(type(Pool).max); ++i) {
            Pool pool = Pool(i);
            GrantKey memory key = grantKeyOf(pool);
            // forge-lint: disable-next-line(unsafe-typecast) the supply is below 2^90
            uint96 amount = uint96(supply * shareBpsOf(pool) / 10_000);
            bytes32 grantId = VESTING.grant(key.beneficiary, key.token, uint64(key.salt), amount, false);
            emit Distributed(pool, key.beneficiary, amount, grantId);
        }
    }

    /// @inheritdoc ITokenDistribution
    function beneficiaryOf(Pool pool) public view returns (address) {
        if (pool == Pool.Creators) return CREATORS;
        if (pool == Pool.Viewers) return VIEWERS;
        if (pool == Pool.Staking) return STAKING;
        if (pool == Pool.Platform) return PLATFORM;
        return DEVELOPMENT;
    }

    /// @inheritdoc ITokenDistribution
    function shareBpsOf(Pool pool) public pure returns (uint256) {
        if (pool == Pool.Creators) return 4500;
        if (pool == Pool.Viewers) return 2000;
        if (pool == Pool.Staking) return 1500;
        return 1000;
    }

    /// @inheritdoc ITokenDistribution
    /// @dev The salt is the pool, so that two pools may have one beneficiary.
    function grantKeyOf(Pool pool) public view returns (GrantKey memory) {
        return GrantKey({
            beneficiary: beneficiaryOf(pool),
            token: address(TOKEN),
            granter: address(this),
            salt: uint256(pool),
            schedule: 0
        });
    }
}
