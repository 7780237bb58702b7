// SPDX-License-Identifier: GPL-3.0-or-later
import { ensure, type Ledger } from "./ledger.ts";
import { Rational, ZERO } from "./rational.ts";
import { ACTORS, STAKING, START, STREAM } from "./scene.ts";

const MINIMUM_STAKE = 10n ** 18n;
const DAY = 86_400;
const REWARD_PERIOD = 30 * DAY;
const RATE_LIMIT = 2n ** 72n;
/** What is due for a wei staked counts in 10^-30 wei, as {Stake} and {StakeTotals} say; what is less is due later. */
const QUANTUM = 10n ** 30n;

type Staker = { amount: bigint; earned: Rational };
/** Wei per second, until when. */
type Flow = { rate: bigint; endsAt: number };

/** What {IStaking} promises. */
export class Staking {
  private readonly stakers: Staker[] = Array.from({ length: ACTORS }, () => ({ amount: 0n, earned: ZERO }));
  private flows: Flow[] = [];
  private updatedAt = START;
  /** Seconds in which something was staked: days are counted by them. */
  private counted = 0;
  /** What flowed and is nobody's yet. */
  private shared = ZERO;
  /** What waits for the next rewards. */
  private reserve = ZERO;

  private readonly ledger: Ledger;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  stake(caller: number, account: number, amount: bigint): void {
    ensure(account !== STAKING, "Staking_DestinationInvalid(address)");
    const total = this.amountOf(account) + amount;
    ensure(total === 0n || total >= MINIMUM_STAKE, "Staking_BelowMinimum(uint96,uint96)");
    // the reward is paid out of what the contract has, after the stake came in
    this.ledger.pull(STAKING, caller, STREAM, amount);
    this.ledger.send(STAKING, STREAM, account, this.change(account, total));
  }

  withdraw(caller: number, amount: bigint): void {
    const left = this.amountOf(caller) - amount;
    ensure(left >= 0n, "Staking_ExceedsStake(uint96,uint96)");
    ensure(left === 0n || left >= MINIMUM_STAKE, "Staking_BelowMinimum(uint96,uint96)");
    this.ledger.send(STAKING, STREAM, caller, amount + this.change(caller, left));
  }

  getRewardTo(caller: number, to: number): bigint {
    ensure(to !== STAKING, "Staking_DestinationInvalid(address)");
    const reward = this.change(caller, this.amountOf(caller));
    this.ledger.send(STAKING, STREAM, to, reward);
    return reward;
  }

  emergencyWithdraw(caller: number): void {
    const { amount } = this.stakers[caller]!;
    ensure(amount !== 0n, "Staking_NothingStaked(address)");
    this.advance();
    this.reserve = this.reserve.plus(this.stakers[caller]!.earned);
    this.stakers[caller] = { amount: 0n, earned: ZERO };
    this.ledger.send(STAKING, STREAM, caller, amount);
  }

  /** Flows for the period on average, each part to a midnight, and changes nothing about what flows. */
  addRewards(caller: number, amount: bigint): void {
    this.advance();
    const all = Rational.of(amount).plus(this.reserve);
    const late = (this.counted + REWARD_PERIOD) % DAY;
    const first = flowOf((all.floor() * BigInt(DAY - late)) / BigInt(DAY), REWARD_PERIOD - late);
    const second = flowOf(all.floor() - first.wei, REWARD_PERIOD - late + DAY);
    const rate = this.flows.reduce((sum, flow) => sum + flow.rate, first.rate + second.rate);
    ensure(rate < RATE_LIMIT, "Overflow()");
    this.ledger.pull(STAKING, caller, STREAM, amount);
    for (const { rate, seconds } of [first, second]) {
      this.flows.push({ rate, endsAt: this.ledger.now + seconds });
    }
    this.reserve = all.minus(Rational.of(first.wei + second.wei));
  }

  amountOf(account: number): bigint {
    return this.stakers[account]!.amount;
  }

  earnedOf(account: number): bigint {
    this.advance();
    return this.stakers[account]!.earned.floor();
  }

  /** Returns what was earned in whole wei. The fraction stays the staker's, as far as its stake can count it. */
  private change(account: number, amount: bigint): bigint {
    this.advance();
    const { earned } = this.stakers[account]!;
    const reward = earned.floor();
    const fraction = earned.minus(Rational.of(reward));
    const kept = amount === 0n ? ZERO : countedFor(amount, fraction.over(amount));
    this.stakers[account] = { amount, earned: kept };
    this.shared = this.shared.plus(fraction.minus(kept));
    return reward;
  }

  /** Divides what has flowed among those who stake. While nobody does, the rewards wait. */
  private advance(): void {
    const [since, now] = [this.updatedAt, this.ledger.now];
    this.updatedAt = now;
    const total = this.stakers.reduce((sum, { amount }) => sum + amount, 0n);
    if (total === 0n) {
      for (const flow of this.flows) flow.endsAt += now - since;
      return;
    }
    this.counted += now - since;
    const sum = this.flows.reduce(
      (sum, { rate, endsAt }) => sum + rate * BigInt(Math.min(now, endsAt) - since),
      0n,
    );
    this.flows = this.flows.filter(({ endsAt }) => endsAt > now);
    const flowed = this.shared.plus(Rational.of(sum));
    this.shared = flowed;
    for (const staker of this.stakers) {
      const portion = countedFor(staker.amount, flowed.over(total));
      staker.earned = staker.earned.plus(portion);
      this.shared = this.shared.minus(portion);
    }
  }
}

/** What `amount` wei are due at `each` for a wei. */
function countedFor(amount: bigint, each: Rational): Rational {
  return Rational.of(each.times(QUANTUM).floor() * amount, QUANTUM);
}

/** What flows of `amount` in whole wei a second for `seconds`. */
function flowOf(amount: bigint, seconds: number) {
  const rate = amount / BigInt(seconds);
  return { rate, seconds, wei: rate * BigInt(seconds) };
}
