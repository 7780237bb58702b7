// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { type Hex, pad, toHex } from "viem";
import { test } from "vitest";
import { openStore } from "../kernel/store/store.ts";
import { scratchDir } from "../kernel/testing/scratch.ts";
import { createVoucherStore, type Held, type OfferedVoucher } from "./voucherStore.ts";
import { type HeldVoucher, type VoucherTables, voucherMigrations } from "./voucherTables.ts";

const key = {
  payer: toHex(1, { size: 20 }),
  payee: toHex(2, { size: 32 }),
  token: toHex(3, { size: 20 }),
  salt: 4n,
  sessionKey: toHex(5, { size: 20 }),
};
const channel = (n: number): Hex => pad(toHex(n));

async function memory(t: Parameters<typeof scratchDir>[0], nowMs = () => 0) {
  const store = await openStore<VoucherTables>(`${scratchDir(t)}/store.db`, voucherMigrations);
  return { store, vouchers: createVoucherStore(store, nowMs) };
}

/** The store's one statement, in plain code. */
function slowTwin() {
  const rows = new Map<Hex, HeldVoucher>();
  return {
    rows,
    keep({ settled, ...offered }: OfferedVoucher, nowMs: number): Held {
      const held = rows.get(offered.channelId);
      if (held && !replaces(offered, held)) return { cumulative: held.cumulative, addedWei: 0n };
      const waits = held !== undefined && held.cumulative > settled;
      const unsettledSinceMs = waits ? held.unsettledSinceMs : nowMs;
      rows.set(offered.channelId, { ...offered, acceptedMs: nowMs, unsettledSinceMs });
      return { cumulative: offered.cumulative, addedWei: offered.cumulative - (held?.cumulative ?? 0n) };
    },
  };

  function replaces(offered: Omit<OfferedVoucher, "settled">, held: HeldVoucher): boolean {
    if (offered.cumulative !== held.cumulative) return offered.cumulative > held.cumulative;
    return offered.ticks?.count === 0 && offered.ticks.tickRoot !== held.ticks?.tickRoot;
  }
}

/** Few values, so that equal amounts, equal roots and every number of digits meet. */
const wei = fc.constantFrom(0n, 1n, 9n, 10n, 99n, 100n, 2n ** 64n, 2n ** 96n - 1n);
const ticks = fc.record(
  {
    tickRoot: fc.constantFrom(channel(71), channel(72)),
    tickValue: fc.constantFrom(0n, 5n),
    tick: fc.constantFrom(channel(81), channel(82)),
    count: fc.integer({ min: 0, max: 2 }),
  },
  { noNullPrototype: true },
);
const offer: fc.Arbitrary<OfferedVoucher> = fc
  .record({
    channelId: fc.constantFrom(channel(1), channel(2)),
    cumulative: wei,
    settled: wei,
    signature: fc.constantFrom(toHex(1, { size: 64 }), toHex(2, { size: 64 })),
    ticks: fc.option(ticks, { nil: undefined }),
  })
  .map(({ ticks, ...offered }) => ({ ...offered, key, ...(ticks && { ticks }) }));

test("keeps what its slow twin keeps, and says the same of it, one by one and many at once", async (t) => {
  let now = 0;
  const { store, vouchers } = await memory(t, () => now);
  t.onTestFinished(() => store.close());
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(offer, { maxLength: 4 }), { maxLength: 6 }), async (groups) => {
      await store.db.deleteFrom("voucher").execute();
      const twin = slowTwin();
      for (const group of groups) {
        now += 1;
        const told = await Promise.all(group.map((offered) => vouchers.keep(offered)));
        assert.deepEqual(
          told,
          group.map((offered) => twin.keep(offered, now)),
        );
      }
      for (const id of [channel(1), channel(2)]) assert.deepEqual(await vouchers.find(id), twin.rows.get(id));
    }),
  );
});

test("a voucher with more digits replaces one with fewer", async (t) => {
  const { store, vouchers } = await memory(t);
  t.onTestFinished(() => store.close());
  const of = (cumulative: bigint) => ({
    channelId: channel(1),
    key,
    cumulative,
    settled: 0n,
    signature: toHex(0, { size: 64 }),
  });
  assert.deepEqual(await vouchers.keep(of(9n)), { cumulative: 9n, addedWei: 9n });
  assert.deepEqual(await vouchers.keep(of(10n)), { cumulative: 10n, addedWei: 1n });
  assert.deepEqual(await vouchers.keep(of(9n)), { cumulative: 10n, addedWei: 0n });
});

test("a channel that was retired is live again with a higher voucher", async (t) => {
  const { store, vouchers } = await memory(t);
  t.onTestFinished(() => store.close());
  const first = {
    channelId: channel(1),
    key,
    cumulative: 1n,
    settled: 0n,
    signature: toHex(0, { size: 64 }),
  };
  await vouchers.keep(first);
  await vouchers.retire([channel(1)]);
  assert.deepEqual(await vouchers.live(), []);
  await vouchers.keep({ ...first, cumulative: 2n });
  assert.equal((await vouchers.live()).length, 1);
});
