// SPDX-License-Identifier: GPL-3.0-or-later
import { ensure, type Ledger } from "./ledger.ts";
import { Rational, ZERO } from "./rational.ts";
import { ACTORS, STAKING, START, STREAM } from "./scene.ts";

const MINIMUM_STAKE = 10n ** 18n;
const REWARD_PERIOD = 30n * 86_400n;
const RATE_LIMIT = 2n ** 72n;
/** What is due for a wei staked counts in 10^-30 wei, as {Stake} and {StakeTotals} say; what is less is due later. */
const QUANTUM = 10n ** 30n;

type Staker = { amount: bigint; earned: Rational };

/** What {IStaking} promises. */
export class Staking {
  private readonly stakers: Staker[] = Array.from({ length: ACTORS }, () => ({ amount: 0n, earned: ZERO }));
  private rate = 0n;
  private endsAt = START;
  private updatedAt = START;
  /** What flowed and is nobody's yet. */
  private shared = ZERO;
  /** What waits for the next rewards. */
  private reserve = ZERO;

  private readonly ledger: Ledger;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  stake(caller: number, account: number, amount: bigint): void {
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

  /** Over the period from now, but never more slowly than rewards flow now; whole wei a second for whole seconds. */
  addRewards(caller: number, amount: bigint): void {
    this.advance();
    const ahead = BigInt(Math.max(this.endsAt - this.ledger.now, 0)) * this.rate;
    const all = Rational.of(ahead + amount).plus(this.reserve);
    const evenly = all.floor() / REWARD_PERIOD;
    const rate = ahead > 0n && evenly < this.rate ? this.rate : evenly;
    ensure(rate < RATE_LIMIT, "Overflow()");
    this.ledger.pull(STAKING, caller, STREAM, amount);
    const seconds = rate === 0n ? 0n : least(all.floor() / rate, REWARD_PERIOD);
    this.rate = rate;
    this.endsAt = this.ledger.now + Number(seconds);
    this.reserve = all.minus(Rational.of(seconds * rate));
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
      if (this.endsAt > since) this.endsAt += now - since;
      return;
    }
    const seconds = Math.max(Math.min(now, this.endsAt) - since, 0);
    const flowed = this.shared.plus(Rational.of(this.rate * BigInt(seconds)));
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

const least = (a: bigint, b: bigint) => (a < b ? a : b);
