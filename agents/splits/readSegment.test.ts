// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { type ReadSegmentParameters, readSegment } from "./readSegment.ts";
import { type Credit, SegmentTree } from "./segment.ts";
import type { SegmentSnapshot } from "./snapshot.ts";
import { ROLLUP, rollupInMemory, START_BLOCK } from "./testing/rollupInMemory.ts";

type Chain = ReturnType<typeof rollupInMemory>;

function read(chain: Chain, given: Partial<ReadSegmentParameters> = {}) {
  const place = { publicClient: chain.client, rollup: ROLLUP, segment: 0n, startBlock: START_BLOCK };
  return readSegment({ ...place, ...given });
}
const one = (slot: number, amountWei: bigint): Credit[] => [{ slot, amountWei }];
const asSnapshot = async (chain: Chain): Promise<SegmentSnapshot> => {
  const { tree, ...state } = await read(chain);
  return { segment: 0n, ...state, leaves: tree.leaves };
};

describe("a segment, read from logs", () => {
  it("holds what was settled, and names the block of the first credit that was not", async () => {
    const chain = rollupInMemory();
    chain.batch(one(3, 5n), one(4, 1n));
    chain.settle();
    const open = chain.head() + 1n;
    chain.batch(one(3, 7n));
    const { tree, settledBatches, nextBlock } = await read(chain);
    assert.deepEqual([tree.leaf(3), tree.leaf(4), settledBatches, nextBlock], [5n, 1n, 1n, open]);
  });

  it("is refused when a log is missing", async () => {
    const chain = rollupInMemory();
    chain.batch(one(1, 5n), one(2, 6n));
    chain.settle();
    chain.hides = (place) => place === 1;
    await assert.rejects(read(chain), /logs of segment 0 give the root/);
  });

  it("is read in halves where the RPC refuses a range", async () => {
    const chain = rollupInMemory({ blocksEach: 10n });
    for (let slot = 0; slot < 9; slot++) chain.batch(one(slot, 1n));
    chain.settle();
    chain.mostBlocks = 7n;
    const { tree } = await read(chain, { maxRange: 64n });
    assert.deepEqual(tree.leaves, chain.leavesAfter(9));
  });
});

describe("a segment, read from a snapshot on", () => {
  it("needs no log before the snapshot's block, and is the same for any history and any snapshot of it", async () => {
    const credits = fc.record({
      slot: fc.integer({ min: 0, max: 255 }),
      amountWei: fc.bigInt(1n, 2n ** 96n - 1n),
    });
    const links = fc.array(fc.array(credits, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 });
    const history = fc.array(links, { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(history, fc.nat(), fc.nat(), async (batches, kept, settled) => {
        const chain = rollupInMemory();
        const early = BigInt(kept % (batches.length + 1));
        for (const batch of batches) chain.batch(...batch);
        chain.settle(early);
        const snapshot = await asSnapshot(chain);
        assert.equal(snapshot.settledBatches, early);
        chain.settle(early + BigInt(settled % (batches.length + 1 - Number(early))));
        chain.ranges.length = 0;
        const from = await read(chain, { snapshots: [snapshot] });
        assert.ok(
          chain.ranges.every(([fromBlock]) => fromBlock >= snapshot.nextBlock),
          "logs before the snapshot",
        );
        const { tree, settledBatches, nextBlock } = await read(chain);
        assert.deepEqual(
          [from.tree.leaves, from.settledBatches, from.nextBlock],
          [tree.leaves, settledBatches, nextBlock],
        );
      }),
      { numRuns: 25 },
    );
  });

  it("takes the newest snapshot that fits, and says why it left one out", async () => {
    const chain = rollupInMemory();
    const kept: SegmentSnapshot[] = [];
    for (const slot of [1, 2, 3]) {
      chain.batch(one(slot, 9n));
      chain.settle();
      kept.push(await asSnapshot(chain));
    }
    const [first, second, third] = kept as [SegmentSnapshot, SegmentSnapshot, SegmentSnapshot];
    const damaged = { ...third, leaves: third.leaves.with(200, 1n) };
    const refused: string[] = [];
    chain.ranges.length = 0;
    const snapshots = [first, damaged, second];
    const { tree } = await read(chain, { snapshots, onRefused: (reason) => refused.push(reason) });
    assert.deepEqual(tree.leaves, chain.leavesAfter(3));
    assert.equal(chain.ranges[0]?.[0], second.nextBlock);
    assert.match(
      refused.join(),
      /^a snapshot of 3 batches is left out: its leaves do not give the contract's root/,
    );
  });

  // a snapshot's author may lie in each field
  const lies: [string, (honest: SegmentSnapshot) => Partial<SegmentSnapshot>][] = [
    [
      "money moved from one slot to another",
      ({ leaves }) => ({ leaves: leaves.with(1, 0n).with(2, leaves[1]!) }),
    ],
    ["the leaves of fewer batches", () => ({ leaves: new SegmentTree().leaves })],
    ["a later count", ({ settledBatches }) => ({ settledBatches: settledBatches + 1n })],
    ["an earlier count", ({ settledBatches }) => ({ settledBatches: settledBatches - 1n })],
    ["a count that the contract has not reached", () => ({ settledBatches: 99n })],
    ["a block behind the credits that follow", ({ nextBlock }) => ({ nextBlock: nextBlock + 1n })],
    ["a block that is not mined yet", () => ({ nextBlock: 2n ** 63n })],
  ];
  for (const [what, lie] of lies) {
    it(`reads all logs after a snapshot with ${what}`, async () => {
      const chain = rollupInMemory();
      chain.batch(one(1, 9n));
      chain.batch(one(1, 1n));
      chain.settle();
      const honest = await asSnapshot(chain);
      chain.batch(one(5, 4n));
      chain.settle();
      const refused: string[] = [];
      const { tree, settledBatches } = await read(chain, {
        snapshots: [{ ...honest, nextBlock: honest.nextBlock - 1n, ...lie(honest) }],
        onRefused: (reason) => refused.push(reason),
      });
      assert.deepEqual([tree.leaves, settledBatches], [chain.leavesAfter(3), 3n]);
      assert.equal(refused.length, 1);
    });
  }
});
