// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { type Hex, pad, toHex } from "viem";
import { test } from "vitest";
import { openStore } from "../kernel/store/store.ts";
import { scratchDir } from "../kernel/testing/scratch.ts";
import { createVoucherStore, type Held, type OfferedVoucher } from "./voucherStore.ts";
import {
  type HeldVoucher,
  postingMigrations,
  type VoucherTables,
  voucherMigrations,
} from "./voucherTables.ts";

const key = {
  payer: toHex(1, { size: 20 }),
  payee: toHex(2, { size: 32 }),
  token: toHex(3, { size: 20 }),
  salt: 4n,
  sessionKey: toHex(5, { size: 20 }),
};
const channel = (n: number): Hex => pad(toHex(n));

async function memory(t: Parameters<typeof scratchDir>[0], nowMs = () => 0) {
  const store = await openStore<VoucherTables>(`${scratchDir(t)}/store.db`, [
    ...voucherMigrations,
    ...postingMigrations,
  ]);
  return { store, vouchers: createVoucherStore(store, nowMs) };
}

/** The store's one statement, in plain code. */
function slowTwin() {
  const rows = new Map<Hex, HeldVoucher>();
  const postings = new Map<string, { payment: string; addedWei: bigint }>();
  const nameOf = ({ cumulative, ticks }: OfferedVoucher) =>
    JSON.stringify([
      String(ticks ? cumulative - ticks.tickValue * BigInt(ticks.count) : cumulative),
      ...(ticks ? [ticks.tickRoot, String(ticks.tickValue), ticks.count] : []),
    ]);
  return {
    rows,
    keep(offer: OfferedVoucher, nowMs: number): Held {
      const { settled, postedBy, ...offered } = offer;
      const held = rows.get(offered.channelId);
      const poster = `${offered.channelId} ${postedBy}`;
      const said = postings.get(poster);
      const repeated =
        said?.payment === nameOf(offer) ? { addedWei: said.addedWei, isRepeat: true as const } : undefined;
      if (held && !replaces(offered, held))
        return { cumulative: held.cumulative, ...(repeated ?? { addedWei: 0n }) };
      const waits = held !== undefined && held.cumulative > settled;
      const unsettledSinceMs = waits ? held.unsettledSinceMs : nowMs;
      rows.set(offered.channelId, { ...offered, acceptedMs: nowMs, unsettledSinceMs });
      if (repeated) return { cumulative: offered.cumulative, ...repeated };
      const before = held && held.cumulative > settled ? held.cumulative : settled;
      const addedWei = offered.cumulative > before ? offered.cumulative - before : 0n;
      if (postedBy) postings.set(poster, { payment: nameOf(offer), addedWei });
      return { cumulative: offered.cumulative, addedWei };
    },
  };

  function replaces(offered: Omit<OfferedVoucher, "settled" | "postedBy">, held: HeldVoucher): boolean {
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
    postedBy: fc.constantFrom(undefined, "a", "b"),
  })
  .map(({ ticks, ...offered }) => ({ ...offered, key, ...(ticks && { ticks }) }));

test("keeps what its slow twin keeps, and says the same of it, one by one and many at once", async (t) => {
  let now = 0;
  const { store, vouchers } = await memory(t, () => now);
  t.onTestFinished(() => store.close());
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(offer, { maxLength: 4 }), { maxLength: 6 }), async (groups) => {
      await store.db.deleteFrom("voucher").execute();
      await store.db.deleteFrom("voucher_posting").execute();
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

const plain = (n: number, cumulative: bigint, postedBy?: string) => ({
  channelId: channel(n),
  key,
  cumulative,
  settled: 0n,
  signature: toHex(0, { size: 64 }),
  postedBy,
});

test("vouchers that arrive together share one transaction, and one that cannot be stored is refused alone", async (t) => {
  const { store, vouchers } = await memory(t);
  t.onTestFinished(() => store.close());
  let transactions = 0;
  const counted: typeof store = {
    ...store,
    transaction: (work) => {
      transactions += 1;
      return store.transaction(work);
    },
  };
  const counting = createVoucherStore(counted, () => 0);
  await Promise.all(Array.from({ length: 200 }, (_, n) => counting.keep(plain(n, 1n))));
  assert.equal(transactions, 1);

  // a row that was damaged on disk, and amounts that no store takes
  await store.db
    .updateTable("voucher")
    .set({ cumulative: "12x" })
    .where("channel_id", "=", channel(7))
    .execute();
  const answers = await Promise.allSettled([
    ...Array.from({ length: 20 }, (_, n) => vouchers.keep(plain(n, 2n))),
    vouchers.keep(plain(21, -1n)),
    vouchers.keep(plain(22, 10n ** 80n)),
    vouchers.keep(plain(23, 1n)),
  ]);
  const refused = answers.flatMap(({ status }, n) => (status === "rejected" ? [n] : []));
  assert.deepEqual(refused, [7, 20, 21]);
  assert.equal((await vouchers.find(channel(23)))?.cumulative, 1n);
  assert.equal((await vouchers.find(channel(19)))?.cumulative, 2n);
});

test("a row that was damaged is told once, and hides no other", async (t) => {
  const { store } = await memory(t);
  t.onTestFinished(() => store.close());
  const told: string[] = [];
  const vouchers = createVoucherStore(
    store,
    () => 0,
    (channelId) => told.push(channelId),
  );
  for (const n of [1, 2, 3]) await vouchers.keep(plain(n, 5n));
  await store.db.updateTable("voucher").set({ salt: "x" }).where("channel_id", "=", channel(2)).execute();
  for (let look = 0; look < 3; look++)
    assert.deepEqual(
      (await vouchers.live()).map(({ channelId }) => channelId),
      [channel(1), channel(3)],
    );
  assert.deepEqual(told, [channel(2)]);
});

test("a poster's memory ends at its 16 last, so that names made up fill no disk", async (t) => {
  let now = 0;
  const { store, vouchers } = await memory(t, () => now);
  t.onTestFinished(() => store.close());
  for (now = 1; now <= 50; now++) await vouchers.keep(plain(1, BigInt(now), `poster-${now}`));
  const rows = await store.db.selectFrom("voucher_posting").selectAll().execute();
  assert.equal(rows.length, 16);
  assert.equal(await vouchers.addedBefore(plain(1, 50n, "poster-50")), 1n);
  assert.equal(await vouchers.addedBefore(plain(1, 1n, "poster-1")), undefined);
});
