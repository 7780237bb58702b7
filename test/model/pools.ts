// SPDX-License-Identifier: GPL-3.0-or-later
import { ALLOWANCE, ensure, fitUint96, type Ledger } from "./ledger.ts";
import { Rational, ZERO } from "./rational.ts";
import { DAY, POOLS } from "./scene.ts";

export type PoolKey = { content: number; payee: number; token: number };
type Seat = { rate: Rational; endsAt: number };

const MAXIMUM_SEAT_DAYS = 366;

class Pool {
  /** All that came in, less all that went out. */
  funds = 0n;
  readonly seats = new Map<number, Seat>();
}

/** What {IStreamPools} promises: whatever no seat has still to watch for is the payee's. */
export class Pools {
  private readonly pools = new Map<string, Pool>();
  readonly keys = new Map<string, PoolKey>();

  private readonly ledger: Ledger;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  join(caller: number, key: PoolKey, rate: Rational, lastDay: number, purse = ALLOWANCE): bigint {
    this.ledger.requirePayable(key.payee, key.token);
    ensure(ZERO.isBelow(rate), "StreamPools_RateZero()");
    const today = Math.floor(this.ledger.now / DAY);
    const inRange = lastDay >= today && lastDay < today + MAXIMUM_SEAT_DAYS;
    ensure(inRange, "StreamPools_DayOutOfRange(uint256,uint256,uint256)");
    ensure(!this.seatOf(key, caller), "StreamPools_AlreadySeated(bytes32,address)");
    const seat = { rate, endsAt: (lastDay + 1) * DAY };
    const costs = fitUint96(this.costOf(seat).ceil());
    const received = this.ledger.take(POOLS, caller, key.token, costs, purse);
    ensure(received === costs, "StreamPools_TransferInexact(uint256,uint256)");

    const pool = this.of(key) ?? new Pool();
    pool.funds += costs;
    pool.seats.set(caller, seat);
    this.pools.set(nameOf(key), pool);
    this.keys.set(nameOf(key), key);
    return costs;
  }

  leave(caller: number, key: PoolKey): bigint {
    const seat = this.seatOf(key, caller);
    ensure(seat !== undefined, "StreamPools_NotSeated(bytes32,address)");
    const refunded = this.costOf(seat).floor();
    const pool = this.of(key)!;
    pool.seats.delete(caller);
    pool.funds -= refunded;
    this.ledger.pay(POOLS, caller, key.token, refunded);
    return refunded;
  }

  collect(key: PoolKey): bigint {
    const amount = this.collectableOf(key);
    const pool = this.of(key);
    if (pool) pool.funds -= amount;
    this.ledger.pay(POOLS, key.payee, key.token, amount);
    return amount;
  }

  collectableOf(key: PoolKey): bigint {
    const pool = this.of(key);
    if (!pool) return 0n;
    let ahead = ZERO;
    for (const viewer of pool.seats.keys()) {
      const seat = this.seatOf(key, viewer);
      if (seat) ahead = ahead.plus(this.costOf(seat));
    }
    return Rational.of(pool.funds).minus(ahead).floor();
  }

  /** One that still runs. */
  seatOf(key: PoolKey, viewer: number): Seat | undefined {
    const seat = this.of(key)?.seats.get(viewer);
    return seat && seat.endsAt > this.ledger.now ? seat : undefined;
  }

  /** From now until its end. */
  private costOf(seat: Seat): Rational {
    return seat.rate.times(seat.endsAt - this.ledger.now);
  }

  private of(key: PoolKey): Pool | undefined {
    return this.pools.get(nameOf(key));
  }
}

function nameOf(key: PoolKey): string {
  return `${key.content} ${key.payee} ${key.token}`;
}
