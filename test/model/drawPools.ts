// SPDX-License-Identifier: GPL-3.0-or-later
import type { PoolKey } from "./pools.ts";
import { BLOCKLIST, CONTENT_PAYEES, DAY, isSplit, PAYEE_ZERO, SPLIT_UNREGISTERED, STREAM } from "./scene.ts";
import { type Draw, rateOf, type World } from "./world.ts";

/** Draws operations on pools. */
export function poolDraws(world: World): Record<string, Draw> {
  const { ledger, pools, random } = world;

  const anyKey = (): PoolKey => {
    const content = random.below(CONTENT_PAYEES.length);
    const payee = random.chance(4) ? random.pick([PAYEE_ZERO, SPLIT_UNREGISTERED]) : CONTENT_PAYEES[content]!;
    const token =
      isSplit(payee) && random.chance(95) ? STREAM : random.pick([STREAM, BLOCKLIST, world.token()]);
    return { content, payee, token };
  };
  const someKey = (): PoolKey => {
    const keys = [...pools.keys.values()];
    return keys.length > 2 && random.chance(80) ? random.pick(keys) : anyKey();
  };
  const words = ({ content, payee, token }: PoolKey) => [content, payee, token];

  return {
    joinPool: () => {
      const [caller, key] = [world.actor(), someKey()];
      const scaled = random.chance(90) ? world.rate(key.token) >> 4n : world.rate(key.token);
      const days = random.pick([0, 0, 1, 2, random.below(30), random.below(366), 365, 366, -1]);
      const lastDay = Math.floor(ledger.now / DAY) + days;
      const purse = world.purse(key.token, 0n, caller, false);
      return {
        name: "joinPool",
        caller,
        words: [...words(key), scaled, lastDay, purse.prepaid ? 1 : 0],
        run: (caller) => pools.join(caller, key, rateOf(scaled), lastDay, purse),
      };
    },

    leavePool: () => {
      const key = someKey();
      const seated = Array.from({ length: 8 }, (_, viewer) => viewer).filter((v) => pools.seatOf(key, v));
      const caller = seated.length > 0 && random.chance(90) ? random.pick(seated) : world.actor();
      return { name: "leavePool", caller, words: words(key), run: (caller) => pools.leave(caller, key) };
    },

    collectPool: () => {
      const key = someKey();
      return { name: "collectPool", caller: world.actor(), words: words(key), run: () => pools.collect(key) };
    },
  };
}
