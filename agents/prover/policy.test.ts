// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { test } from "vitest";
import type { SegmentQueue } from "../splits/rollupReader.ts";
import { planProver } from "./policy.ts";

const limits = { sealAgeSec: 100, maxEntries: 4_095 };
const NOW_SEC = 1_000;

function queue(given: Partial<SegmentQueue> = {}): SegmentQueue {
  return { segment: 0n, sealedBatches: 0n, settledBatches: 0n, openEntries: 0, openedAt: 0, ...given };
}
const plan = (...segments: SegmentQueue[]) => planProver({ segments, ...limits }, NOW_SEC);

test("waits where nothing is open or sealed", () => {
  assert.deepEqual(plan(), { kind: "wait" });
  assert.deepEqual(plan(queue({ sealedBatches: 7n, settledBatches: 7n })), { kind: "wait" });
});

test("seals at the age, not a second before", () => {
  assert.deepEqual(plan(queue({ openEntries: 1, openedAt: 901 })), { kind: "wait" });
  assert.deepEqual(plan(queue({ openEntries: 1, openedAt: 900 })), { kind: "seal", segment: 0n });
});

test("seals a full batch at any age", () => {
  assert.deepEqual(plan(queue({ openEntries: 4_094, openedAt: NOW_SEC })), { kind: "wait" });
  assert.deepEqual(plan(queue({ openEntries: 4_095, openedAt: NOW_SEC })), { kind: "seal", segment: 0n });
});

test("seals before it proves, the oldest first", () => {
  const segments = [
    queue({ segment: 1n, sealedBatches: 5n }),
    queue({ segment: 2n, openEntries: 1, openedAt: 20 }),
    queue({ segment: 3n, openEntries: 1, openedAt: 10 }),
  ];
  assert.deepEqual(plan(...segments), { kind: "seal", segment: 3n });
});

test("proves the oldest batch of the longest queue (SPL-2)", () => {
  const segments = [
    queue({ segment: 1n, sealedBatches: 5n, settledBatches: 4n }),
    queue({ segment: 3n, sealedBatches: 9n, settledBatches: 6n }),
    queue({ segment: 2n, sealedBatches: 4n, settledBatches: 1n }),
  ];
  assert.deepEqual(plan(...segments), { kind: "prove", segment: 2n, batch: 1n });
});

test("any state: step by step everything old is settled, in order and once, and then it waits", () => {
  const anyQueue = fc.record({
    sealed: fc.bigInt(0n, 3n),
    settled: fc.bigInt(0n, 3n),
    openEntries: fc.integer({ min: 0, max: 2 }),
    openedAt: fc.integer({ min: 0, max: NOW_SEC - limits.sealAgeSec }),
  });
  fc.assert(
    fc.property(fc.array(anyQueue, { maxLength: 5 }), (given) => {
      const segments = given.map(({ sealed, settled, ...open }, n) =>
        queue({ segment: BigInt(n), sealedBatches: settled + sealed, settledBatches: settled, ...open }),
      );
      for (let action = plan(...segments); action.kind !== "wait"; action = plan(...segments)) {
        const target = segments[Number(action.segment)]!;
        if (action.kind === "seal") {
          assert.ok(target.openEntries > 0, "nothing to seal");
          target.openEntries = 0;
          target.sealedBatches += 1n;
        } else {
          assert.equal(action.batch, target.settledBatches, "SPL-2: batches settle in order");
          assert.ok(action.batch < target.sealedBatches, "not sealed");
          target.settledBatches += 1n;
        }
      }
      for (const { openEntries, sealedBatches, settledBatches } of segments) {
        assert.deepEqual([openEntries, sealedBatches - settledBatches], [0, 0n]);
      }
    }),
  );
});
