// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

/// @dev A wei, in the fractions that an index, a carry and a reserve count. Decimal, so that round portions come out whole.
uint256 constant ONE_WEI = 1e30;

/// @notice The stored state of a staker: one storage word. The staker's reward so far is `amount × (index − indexPaid)`; each
/// change of the stake pays the reward out, and leaves less than a wei.
///
/// | bits   | field     | unit                                                     |
/// | 0–95   | amount    | wei                                                      |
/// | 96–255 | indexPaid | 10^-30 wei per wei staked, up to which rewards were paid |
struct Stake {
    uint96 amount;
    uint160 indexPaid;
}

/// @notice The state that all stakers share: two storage words.
///
/// | word | bits    | field       | unit                                                             |
/// | 0    | 0–95    | totalStaked | wei                                                              |
/// | 0    | 96–255  | index       | 10^-30 wei, earned by a wei that is staked since the beginning   |
/// | 1    | 0–71    | rate        | wei per second                                                   |
/// | 1    | 72–111  | updatedAt   | seconds, up to when `index` counts                               |
/// | 1    | 112–151 | endsAt      | seconds, when the rewards end                                    |
/// | 1    | 152–255 | carry       | 10^-30 wei, earned by all, and too little to raise `index`       |
///
/// @dev Nothing here overflows, with S the supply of STREAM, 10^27 < 2^90, and m the least stake, 10^18 > 2^59:
/// - rate ≤ S / 30 days < 2^69, so all that ever flows is below 2^69 · 2^40 = 2^109;
/// - a wei is below 2^100, so index < 2^109 · 2^100 / m < 2^150, and amount · index < 2^240;
/// - carry < totalStaked after {advance}, and grows by less than a wei before the next: below 2^90 + 2^100 < 2^104.
struct StakeTotals {
    uint96 totalStaked;
    uint160 index;
    uint72 rate;
    uint40 updatedAt;
    uint40 endsAt;
    uint104 carry;
}

using {accrued} for Stake global;
using {advance, change, forfeit, refill, unstreamed} for StakeTotals global;

/// @return The reward of `stake` up to `index`, in 10^-30 wei.
function accrued(Stake memory stake, uint160 index) pure returns (uint256) {
    return uint256(stake.amount) * (index - stake.indexPaid);
}

/// @notice Brings `totals` to `time`. The remainder of the division is carried, so nothing is lost.
/// @dev Unchecked, so that no state of the totals makes this fail: an emergency withdrawal goes through here.
function advance(StakeTotals memory totals, uint256 time) pure {
    unchecked {
        // forge-lint: disable-start(unsafe-typecast) see {StakeTotals}
        if (totals.totalStaked != 0) {
            uint256 until = FixedPointMathLib.min(time, totals.endsAt);
            uint256 streamed = totals.rate * FixedPointMathLib.zeroFloorSub(until, totals.updatedAt);
            uint256 due = streamed * ONE_WEI + totals.carry;
            totals.index += uint160(due / totals.totalStaked);
            totals.carry = uint104(due % totals.totalStaked);
        } else if (totals.endsAt > totals.updatedAt) {
            // the rewards wait while nothing is staked
            totals.endsAt += uint40(time) - totals.updatedAt;
        }
        totals.updatedAt = uint40(time);
        // forge-lint: disable-end(unsafe-typecast)
    }
}

/// @notice Changes a stake to `amount`, and takes out the reward up to `totals.index`.
/// @dev The stake keeps the fraction of a wei, but for what `indexPaid` cannot hold; the totals carry that.
/// @return reward The reward of the stake until now, in whole wei: the caller must pay the reward out.
function change(StakeTotals memory totals, Stake memory stake, uint96 amount) pure returns (uint256 reward) {
    uint256 due = stake.accrued(totals.index);
    reward = due / ONE_WEI;
    uint256 fraction = due % ONE_WEI;
    totals.totalStaked = totals.totalStaked - stake.amount + amount;
    stake.amount = amount;
    // forge-lint: disable-start(unsafe-typecast) a fraction of a wei is below 2^100
    if (amount == 0) {
        stake.indexPaid = 0;
        totals.carry += uint104(fraction);
    } else {
        stake.indexPaid = totals.index - uint160(fraction / amount);
        totals.carry += uint104(fraction % amount);
    }
    // forge-lint: disable-end(unsafe-typecast)
}

/// @notice Takes a stake out of the totals without its reward.
/// @dev Unchecked, so that a stake comes out whatever is wrong with the rewards.
/// @return forfeited The reward that is given up, in 10^-30 wei.
function forfeit(StakeTotals memory totals, Stake memory stake) pure returns (uint256 forfeited) {
    unchecked {
        forfeited = stake.amount * FixedPointMathLib.zeroFloorSub(totals.index, stake.indexPaid);
        totals.totalStaked -= stake.amount;
    }
}

/// @notice Adds `amount` wei to the rewards that are to come, and lets all of them flow for `period` from `totals.updatedAt`:
/// at no lower rate than now, so for a shorter time where the sum does not last.
/// @return left The rewards that do not fill a second, in wei.
function refill(StakeTotals memory totals, uint256 amount, uint256 period) pure returns (uint256 left) {
    uint256 running = totals.unstreamed();
    uint256 sum = running + amount;
    uint256 rate = FixedPointMathLib.max(running == 0 ? 0 : totals.rate, sum / period);
    uint256 secs = rate == 0 ? 0 : FixedPointMathLib.min(sum / rate, period);
    totals.rate = SafeCastLib.toUint72(rate);
    totals.endsAt = SafeCastLib.toUint40(totals.updatedAt + secs);
    left = sum - secs * rate;
}

/// @return The rewards that are to come after `totals.updatedAt`, in wei.
function unstreamed(StakeTotals memory totals) pure returns (uint256) {
    return totals.rate * FixedPointMathLib.zeroFloorSub(totals.endsAt, totals.updatedAt);
}
