// SPDX-License-Identifier: GPL-3.0-or-later
import { Channels } from "./channels.ts";
import { Ledger } from "./ledger.ts";
import { Pools } from "./pools.ts";
import type { Random } from "./random.ts";
import { Rational } from "./rational.ts";
import { ACTORS, BLOCKLIST, DECIMALS, ETH, FEE, HUGE, STREAM, UINT96_LIMIT } from "./scene.ts";
import { Staking } from "./staking.ts";
import { Streams } from "./streams.ts";
import { Vesting } from "./vesting.ts";

/** The operations, in the order of HistoryCalls.sol. */
export const OPERATIONS = [
  ...["setBlocked", "setRefuses", "prepay", "withdrawPrepaid", "payOut", "payOutTo"],
  ...["initiateStream", "openStream", "topUpStream", "setRate", "pause", "resume", "cancel", "withdraw"],
  ...["refundStream"],
  ...["withdrawTo", "withdrawMany", "processPayment", "mintPosition", "sellPosition", "batch"],
  ...["joinPool", "leavePool", "collectPool"],
  ...["openChannel", "topUpChannel", "settle", "settleTicks", "startClose", "finalize", "close"],
  ...["closeWithConsent", "refund"],
  ...["grant", "release", "releaseTo", "revoke"],
  ...["stake", "unstake", "getReward", "emergencyWithdraw", "addRewards"],
] as const;
export type OperationName = (typeof OPERATIONS)[number];

/** An operation that may be tried: `words` are its arguments as the replay reads them, `run` is what should happen. */
export type Draft = {
  name: OperationName;
  caller: number;
  words: (number | bigint)[];
  /** Returns the amount that the contract returns, where it returns one. */
  run: (caller: number) => bigint | undefined;
};

export type Draw = () => Draft;

/** The whole model, and how numbers about it are drawn. */
export class World {
  readonly ledger = new Ledger();
  readonly streams = new Streams(this.ledger);
  readonly pools = new Pools(this.ledger);
  readonly channels = new Channels(this.ledger);
  readonly vesting = new Vesting(this.ledger);
  readonly staking = new Staking(this.ledger);

  readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  actor(): number {
    return this.random.below(ACTORS);
  }

  /** Mostly `who`, sometimes anybody. */
  mostly(who: number): number {
    return this.random.chance(92) && who < ACTORS ? who : this.actor();
  }

  token(): number {
    return this.random.pick([STREAM, STREAM, STREAM, STREAM, BLOCKLIST, BLOCKLIST, FEE, HUGE, ETH]);
  }

  /** Wei, from nothing to more than anybody has. */
  amount(token: number): bigint {
    const unit = 10n ** BigInt(DECIMALS[token]!);
    const kind = this.random.below(100);
    if (kind < 3) return 0n;
    if (kind < 12) return this.random.sized(16);
    if (kind < 22) return this.random.sized(96);
    return cap(this.random.upTo(unit * 2n ** BigInt(this.random.below(12))));
  }

  /** Wei per second, in 2^-16 wei, with fractions of a wei more often than not. */
  rate(token: number): bigint {
    const kind = this.random.below(100);
    if (kind < 3) return 0n;
    if (kind < 18) return this.random.sized(20);
    if (kind < 25) return this.random.sized(88);
    if (kind < 35) return this.random.sized(60) << 16n;
    const unitBits = (10n ** BigInt(DECIMALS[token]!)).toString(2).length;
    return this.random.wide(Math.min(unitBits + 16 - this.random.below(10), 88));
  }

  /** What a stream at `rate` costs for some time, or any amount. */
  deposit(token: number, rate: bigint): bigint {
    if (this.random.chance(30)) return this.amount(token);
    return cap(((rate * this.random.sized(24)) >> 16n) + this.random.sized(2));
  }

  /** Out of the prepaid account, or by allowance, or with ETH sent along where the contract takes it. */
  purse(
    token: number,
    amount: bigint,
    caller: number,
    takesEth: boolean,
  ): { prepaid: boolean; value: bigint } {
    const prepaid = this.random.chance(token === ETH && !takesEth ? 85 : 20);
    if (!takesEth) return { prepaid, value: 0n };
    const isExact = !this.random.chance(4);
    const value = (token === ETH && !prepaid) === isExact ? amount : 0n;
    const has = this.ledger.balance(caller, ETH);
    return { prepaid, value: value < has ? value : has };
  }
}

/** Of what returns no amount. */
export const silently = (act: (caller: number) => void) => (caller: number) => {
  act(caller);
  return undefined;
};

export const rateOf = (scaled: bigint) => Rational.of(scaled, 2n ** 16n);

const cap = (amount: bigint) => (amount < UINT96_LIMIT ? amount : UINT96_LIMIT - 1n);
