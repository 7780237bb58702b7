// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

/// @notice Staking by the book: each reward is divided among all stakers as it comes, to 128 binary digits of a wei. No
/// index, no carry, nothing packed.
contract StakingTwin {
    uint256 public constant ONE_WEI = 2 ** 128;
    uint256 private constant PERIOD = 30 days;

    /// @notice What each staker has staked, in wei, and ever earned, in 2^-128 wei.
    uint256[] public amounts;
    uint256[] public earned;

    /// @notice In wei per second, seconds, seconds, and 2^-128 wei.
    uint256 public rate;
    uint256 public endsAt;
    uint256 public updatedAt = block.timestamp;
    uint256 public reserve;

    /// @notice How many wei the contract may differ by: a last one that is not whole yet, and one for each time that somebody
    /// left, who leaves a fraction of a wei to the others.
    uint256 public tolerance = 1;

    constructor(uint256 stakers) {
        amounts = new uint256[](stakers);
        earned = new uint256[](stakers);
    }

    function setAmount(uint256 who, uint256 amount) external {
        advance();
        if (amount == 0) ++tolerance;
        amounts[who] = amount;
    }

    /// @notice Takes a staker out, with no more than the `kept` wei of rewards that it was paid before.
    function leave(uint256 who, uint256 kept) external {
        advance();
        ++tolerance;
        reserve += FixedPointMathLib.zeroFloorSub(earned[who], kept * ONE_WEI);
        earned[who] = kept * ONE_WEI;
        amounts[who] = 0;
    }

    /// @param waiting The reserve that the contract counts, in 2^-128 wei: else the last digit of one could move a second.
    function addRewards(uint256 amount, uint256 waiting) external {
        advance();
        uint256 running = endsAt > block.timestamp ? rate * (endsAt - block.timestamp) : 0;
        uint256 sum = running + amount + waiting / ONE_WEI;
        if (running == 0 || sum > rate * PERIOD) rate = sum / PERIOD;
        uint256 duration;
        if (rate != 0) duration = sum >= rate * PERIOD ? PERIOD : sum / rate;
        endsAt = block.timestamp + duration;
        reserve = waiting % ONE_WEI + (sum - rate * duration) * ONE_WEI;
    }

    function advance() public {
        uint256 total = totalStaked();
        uint256 elapsed = block.timestamp - updatedAt;
        uint256 left = endsAt > updatedAt ? endsAt - updatedAt : 0;
        if (total == 0) {
            if (left != 0) endsAt += elapsed;
        } else {
            uint256 streamed = rate * (elapsed < left ? elapsed : left);
            for (uint256 i; i < amounts.length; ++i) {
                earned[i] += FixedPointMathLib.fullMulDiv(streamed * amounts[i], ONE_WEI, total);
            }
        }
        updatedAt = block.timestamp;
    }

    function totalStaked() public view returns (uint256 total) {
        for (uint256 i; i < amounts.length; ++i) {
            total += amounts[i];
        }
    }
}
