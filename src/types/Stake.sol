// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

import {RateEnds} from "src/types/RateEnds.sol";

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

/// @notice The state that all stakers share: two storage words, beside {RateEnds}.
///
/// | word | bits    | field       | unit                                                           |
/// | 0    | 0–95    | totalStaked | wei                                                            |
/// | 0    | 96–255  | index       | 10^-30 wei, earned by a wei that is staked since the beginning |
/// | 1    | 0–71    | rate        | wei per second, of all additions that flow                     |
/// | 1    | 72–111  | updatedAt   | seconds, up to when `index` counts                             |
/// | 1    | 112–151 | clock       | seconds in which something was staked: rewards flow by them    |
/// | 1    | 152–255 | carry       | 10^-30 wei, earned by all, and too little to raise `index`     |
///
/// @dev Nothing here overflows, with S the supply of STREAM, 10^27 < 2^90, and m the least stake, 10^18 > 2^59:
/// - an addition flows for 29 to 31 days, so 13.5 of its 29 parts are to come for 15.5 days. All that is to come is at most S:
///   the additions of any 15.5 days are at most 2.15 · S, those of 31 days 4.3 · S, and rate < 4.3 · S / 29 days < 2^71;
/// - all that ever flows is below 2^71 · 2^40 = 2^111;
/// - a wei is below 2^100, so index < 2^111 · 2^100 / m < 2^152, and amount · index < 2^242;
/// - carry < totalStaked after {advance}, and grows by less than a wei before the next: below 2^90 + 2^100 < 2^104.
struct StakeTotals {
    uint96 totalStaked;
    uint160 index;
    uint72 rate;
    uint40 updatedAt;
    uint40 clock;
    uint104 carry;
}

using {accrued} for Stake global;
using {advance, change, flow, forfeit, refill} for StakeTotals global;

/// @dev No addition flows past so many midnights: a period of 30 days ends 30 midnights on, and its second part at the next.
uint256 constant LONGEST_DAYS = 31;

/// @return The reward of `stake` up to `index`, in 10^-30 wei.
function accrued(Stake memory stake, uint160 index) pure returns (uint256) {
    return uint256(stake.amount) * (index - stake.indexPaid);
}

/// @notice Brings `totals` to `time`. The remainder of the division is carried, so nothing is lost.
/// @dev Unchecked, so that no state of the totals makes this fail: an emergency withdrawal goes through here.
function advance(StakeTotals memory totals, RateEnds storage ends, uint256 time) view {
    unchecked {
        // forge-lint: disable-start(unsafe-typecast) see {StakeTotals}
        uint256 elapsed = FixedPointMathLib.zeroFloorSub(time, totals.updatedAt);
        totals.updatedAt = uint40(time);
        uint256 staked = totals.totalStaked;
        // the rewards wait while nothing is staked
        if (staked == 0) return;
        uint256 due = totals.flow(ends, elapsed) * ONE_WEI + totals.carry;
        totals.index += uint160(due / staked);
        totals.carry = uint104(due % staked);
        // forge-lint: disable-end(unsafe-typecast)
    }
}

/// @notice Moves the clock on by `elapsed` seconds, past the days at whose beginning rates end.
/// @return streamed The rewards that flow meanwhile, in wei.
function flow(StakeTotals memory totals, RateEnds storage ends, uint256 elapsed)
    view
    returns (uint256 streamed)
{
    unchecked {
        uint256 clock = totals.clock;
        uint256 until = clock + elapsed;
        uint256 rate = totals.rate;
        uint256 day = clock / 1 days;
        // by then every rate has ended; the bound is for totals that are broken
        uint256 last = day + LONGEST_DAYS;
        while (rate != 0 && day != last) {
            uint256 midnight = ++day * 1 days;
            uint256 stop = FixedPointMathLib.min(midnight, until);
            streamed += rate * (stop - clock);
            clock = stop;
            if (stop != midnight) break;
            rate -= ends.endingAt(day);
        }
        // forge-lint: disable-next-line(unsafe-typecast) a part of the rate
        totals.rate = uint72(rate);
        // forge-lint: disable-next-line(unsafe-typecast) at most the time
        totals.clock = uint40(until);
    }
}

/// @notice Changes a stake to `amount`, and settles the reward up to `totals.index`.
/// @dev The stake keeps the fraction of a wei, but for the part that `indexPaid` cannot hold; the totals carry that part, and
/// the fraction of a stake of 0, which the caller must delete.
/// @return reward The reward of the stake until now, in whole wei: the caller must pay the reward out.
function change(StakeTotals memory totals, Stake memory stake, uint96 amount) pure returns (uint256 reward) {
    uint160 index = totals.index;
    uint256 due = stake.accrued(index);
    reward = due / ONE_WEI;
    uint256 fraction = due % ONE_WEI;
    totals.totalStaked = totals.totalStaked - stake.amount + amount;
    stake.amount = amount;
    // forge-lint: disable-start(unsafe-typecast) a fraction of a wei is below 2^100
    if (amount == 0) {
        totals.carry += uint104(fraction);
    } else {
        stake.indexPaid = index - uint160(fraction / amount);
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

/// @notice Lets `amount` wei more flow from now on, and changes nothing about what flows already.
/// @dev Rates end at midnight by the clock. The addition flows in two parts: one ends when the day begins that holds the end
/// of `period`, one when that day ends. The later in the day, the larger the second part, so that no second makes a difference
/// of more than a second, and the whole flows for `period` on average.
/// @return left The rewards that do not fill a second, in wei.
/// @return endsAt When the second part ends if something is staked until then, in seconds.
function refill(StakeTotals memory totals, RateEnds storage ends, uint256 amount, uint256 period)
    returns (uint256 left, uint40 endsAt)
{
    uint256 end = totals.clock + period;
    uint256 day = end / 1 days;
    uint256 sooner = day * 1 days - totals.clock;
    uint256 later = sooner + 1 days;
    uint256 first = amount * (1 days - end % 1 days) / 1 days / sooner;
    left = amount - first * sooner;
    uint256 second = left / later;
    left -= second * later;
    totals.rate = SafeCastLib.toUint72(totals.rate + first + second);
    ends.add(day, first);
    ends.add(day + 1, second);
    endsAt = SafeCastLib.toUint40(totals.updatedAt + later);
}
