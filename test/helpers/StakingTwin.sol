// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

/// @notice Staking by the book: each addition is a flow of its own, and each reward is divided among all stakers as it comes, to
/// 128 binary digits of a wei. No clock that stops, no sums of rates, no index, no carry, nothing packed.
contract StakingTwin {
    uint256 public constant ONE_WEI = 2 ** 128;
    uint256 private constant PERIOD = 30 days;
    uint256 private immutable START = block.timestamp;

    struct Flow {
        uint256 rate;
        uint256 endsAt;
    }

    Flow[] private _flows;

    /// @notice What each staker has staked, in wei, and ever earned, in 2^-128 wei.
    uint256[] public amounts;
    uint256[] public earned;

    /// @notice Seconds, seconds in which nothing was staked, and 2^-128 wei.
    uint256 public updatedAt = block.timestamp;
    uint256 public idle;
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
        uint256 sum = amount + waiting / ONE_WEI;
        uint256 end = block.timestamp + PERIOD;
        // how far into a day of the rewards' own time the period ends
        uint256 late = (end - START - idle) % 1 days;
        uint256 rest = sum - _begin(sum * (1 days - late) / 1 days, end - late);
        reserve = waiting % ONE_WEI + (rest - _begin(rest, end - late + 1 days)) * ONE_WEI;
    }

    function advance() public {
        uint256 total = totalStaked();
        uint256 elapsed = block.timestamp - updatedAt;
        uint256 streamed;
        uint256 i = _flows.length;
        while (i != 0) {
            Flow storage flow = _flows[--i];
            if (total == 0) {
                flow.endsAt += elapsed;
                continue;
            }
            streamed += flow.rate * FixedPointMathLib.min(elapsed, flow.endsAt - updatedAt);
            if (flow.endsAt <= block.timestamp) {
                (flow.rate, flow.endsAt) = (_flows[_flows.length - 1].rate, _flows[_flows.length - 1].endsAt);
                _flows.pop();
            }
        }
        if (total == 0) idle += elapsed;
        for (; i < amounts.length && total != 0; ++i) {
            earned[i] += FixedPointMathLib.fullMulDiv(streamed * amounts[i], ONE_WEI, total);
        }
        updatedAt = block.timestamp;
    }

    function totalStaked() public view returns (uint256 total) {
        for (uint256 i; i < amounts.length; ++i) {
            total += amounts[i];
        }
    }

    /// @return sum The rates of all flows, in wei per second.
    function rate() external view returns (uint256 sum) {
        for (uint256 i; i < _flows.length; ++i) {
            sum += _flows[i].rate;
        }
    }

    /// @return sum In wei.
    function toCome() external view returns (uint256 sum) {
        for (uint256 i; i < _flows.length; ++i) {
            sum += _flows[i].rate * (_flows[i].endsAt - updatedAt);
        }
    }

    /// @return flows The part of `amount` that flows until `endsAt`, in whole wei per second.
    function _begin(uint256 amount, uint256 endsAt) private returns (uint256 flows) {
        uint256 secs = endsAt - block.timestamp;
        flows = amount / secs * secs;
        if (flows != 0) _flows.push(Flow(amount / secs, endsAt));
    }
}
