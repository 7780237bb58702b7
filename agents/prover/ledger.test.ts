// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { expect, type TestContext, test } from "vitest";
import { openStore } from "../kernel/store/store.ts";
import { scratchDir } from "../kernel/testing/scratch.ts";
import { encodeLink } from "../splits/batch.ts";
import { type Credit, SegmentTree } from "../splits/segment.ts";
import { type LedgerTables, ledgerMigrations } from "./ledgerTables.ts";
import { createQueues } from "./queues.ts";
import { createSums } from "./sums.ts";

async function setUp(t: TestContext) {
  const store = await openStore<LedgerTables>(join(scratchDir(t), "prover.db"), ledgerMigrations);
  t.onTestFinished(() => store.close());
  let block = 0;
  const add = async (table: "sealed" | "settled", segment: number, batch: number) => {
    block += 1;
    const row = { segment, batch, block };
    if (table === "sealed") await store.db.insertInto("sealed").values(row).execute();
    else
      await store.db
        .insertInto("settled")
        .values({ ...row, beneficiary: "0x" })
        .execute();
    return BigInt(block);
  };
  return {
    store,
    async link(segment: number, batch: number, credits: readonly Credit[]) {
      block += 1;
      const [entries, link] = [credits.length, encodeLink(credits)];
      await store.db
        .insertInto("link")
        .values({ segment, batch, block, log_index: 0, entries, link })
        .execute();
      return BigInt(block);
    },
    seal: (segment: number, batch: number) => add("sealed", segment, batch),
    settle: (segment: number, batch: number) => add("settled", segment, batch),
  };
}

const credits = fc.array(
  fc.record({ slot: fc.nat(255), amountWei: fc.bigInt(1n, 2n ** 96n - 1n) }, { noNullPrototype: true }),
  { minLength: 1, maxLength: 3 },
);

test("a queue tells each batch's entries and blocks, and is read again after news alone", async (t) => {
  const { store, link, seal, settle } = await setUp(t);
  const queues = createQueues(store);
  const one = { slot: 1, amountWei: 1n };
  const first = await link(7, 0, [one]);
  assert.deepEqual(await queues.waiting(), [
    {
      segment: 7n,
      batch: 0n,
      entries: 1,
      links: 1,
      openedAtBlock: first,
      sealedAtBlock: undefined,
      headAtBlock: 0n,
    },
  ]);
  await link(7, 0, [one, one]);
  const sealedAt = await seal(7, 0);
  const second = await link(7, 1, [one]);
  assert.equal((await queues.waiting()).length, 1, "no news yet");
  queues.touch(7);
  const open = { entries: 1, links: 1, sealedAtBlock: undefined };
  assert.deepEqual(await queues.waiting(), [
    {
      segment: 7n,
      batch: 0n,
      entries: 3,
      links: 2,
      openedAtBlock: first,
      sealedAtBlock: sealedAt,
      headAtBlock: 0n,
    },
    { segment: 7n, batch: 1n, ...open, openedAtBlock: second, headAtBlock: undefined },
  ]);
  const settledAt = await settle(7, 0);
  queues.touch(7);
  assert.deepEqual(await queues.waiting(), [
    { segment: 7n, batch: 1n, ...open, openedAtBlock: second, headAtBlock: settledAt },
  ]);
  await store.db.deleteFrom("settled").execute();
  queues.forget();
  assert.equal((await queues.waiting()).length, 2, "a reorg took the settlement back");
});

test("sums are those of the links, for any history, in any order of questions, after a reorg too", async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(credits, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 5 }),
      fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 8 }),
      async (batches, questions) => {
        const { store, link } = await setUp(t);
        for (const [batch, links] of batches.entries()) for (const one of links) await link(3, batch, one);
        const sums = createSums(store);
        for (const [count, settled, reorg] of questions) {
          const [upTo, firm] = [count % (batches.length + 1), settled % (batches.length + 1)];
          if (reorg) sums.forget();
          const plain = new SegmentTree();
          plain.credit(batches.slice(0, upTo).flat(2));
          const tree = await sums.treeAfter(3n, BigInt(upTo), BigInt(firm));
          assert.deepEqual(tree.leaves, plain.leaves);
          // what a caller does to the tree is the caller's
          tree.credit([{ slot: 0, amountWei: 1n }]);
        }
      },
    ),
    { numRuns: 15 },
  );
});

test("ten thousand batches are summed in few queries", async (t) => {
  const { store } = await setUp(t);
  const count = 10_000;
  await store.transaction(async (trx) => {
    for (let batch = 0; batch < count; batch++) {
      const link = encodeLink([{ slot: batch % 256, amountWei: 1n }]);
      await trx
        .insertInto("link")
        .values({ segment: 0, batch, block: batch, log_index: 0, entries: 1, link })
        .execute();
    }
  });
  let queries = 0;
  const db = new Proxy(store.db, {
    get(target, name) {
      if (name === "selectFrom") queries += 1;
      const value = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const tree = await createSums({ ...store, db }).treeAfter(0n, BigInt(count), BigInt(count));
  assert.equal(
    tree.leaves.reduce((sum, leaf) => sum + leaf, 0n),
    BigInt(count),
  );
  expect(queries).toBeLessThan(50);
});
