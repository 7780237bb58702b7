// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import type { Ledger } from "./ledger.ts";
import { createLook, type LookOptions } from "./look.ts";
import type { WaitingBatch } from "./queues.ts";
import { OTHER, SELF } from "./testing/views.ts";

const anySignal = new AbortController().signal;
const waiting = (given: Partial<WaitingBatch> = {}): WaitingBatch => ({
  segment: 1n,
  batch: 2n,
  entries: 3,
  links: 1,
  openedAtBlock: 10n,
  sealedAtBlock: 11n,
  headAtBlock: 12n,
  ...given,
});

/** A chain whose block n has the time 1,000 n, and a ledger that the test tells. */
function setUp(batches: WaitingBatch[], wallSec = 0) {
  const calls: string[] = [];
  const ledger = { head: 20n, batches, settlers: [] as Awaited<ReturnType<Ledger["settlers"]>>, rewinds: 0 };
  const publicClient = {
    getBlock: async ({ blockNumber }: { blockNumber: bigint }) => {
      calls.push(`block ${blockNumber}`);
      return { timestamp: 1_000n * blockNumber };
    },
    getGasPrice: async () => {
      calls.push("gas price");
      return 7n;
    },
  };
  const look = createLook({
    publicClient: publicClient as unknown as LookOptions["publicClient"],
    self: SELF,
    nowMs: () => wallSec * 1000,
    ledger: {
      poll: async () => ({ nextBlock: ledger.head + 1n, final: ledger.head }),
      waiting: async () => ledger.batches,
      settlers: async () => ledger.settlers,
      rewinds: () => ledger.rewinds,
    } as unknown as Ledger,
  });
  return { ledger, look: () => look(anySignal), calls: () => calls.splice(0).sort() };
}

test("with nothing to do, a look costs no call beside the log reader's", async () => {
  const { look, calls } = setUp([]);
  const { batches, readTo } = await look();
  assert.deepEqual([batches, readTo, calls()], [[], 20n, []]);
});

test("with a batch waiting, a look costs a call for each new block of an event, and two for a new head", async () => {
  const { look, calls, ledger } = setUp([waiting()]);
  await look();
  assert.deepEqual(calls(), ["block 10", "block 11", "block 12", "block 20", "gas price"]);
  await look();
  assert.deepEqual(calls(), [], "nothing changed");
  ledger.head = 21n;
  await look();
  assert.deepEqual(calls(), ["block 21", "gas price"]);
  ledger.rewinds = 1;
  await look();
  assert.deepEqual(
    calls(),
    ["block 10", "block 11", "block 12", "block 21", "gas price"],
    "a reorg may move times",
  );
});

test("times are those of the blocks; now is the later of chain and clock", async () => {
  const { look } = setUp(
    [waiting(), waiting({ batch: 0n, sealedAtBlock: undefined, headAtBlock: 0n })],
    20_001,
  );
  const { batches, nowSec, gasPriceWei } = await look();
  assert.deepEqual(
    batches.map(({ openedSec, sealedSec, headSec }) => [openedSec, sealedSec, headSec]),
    [
      [10_000, 11_000, 12_000],
      [10_000, undefined, 0],
    ],
  );
  assert.deepEqual([nowSec, gasPriceWei], [20_001, 7n]);
});

test("provers that settled within a day are peers, but the prover itself", async () => {
  const { look, ledger } = setUp([waiting()], 100_000);
  ledger.settlers = [
    { address: OTHER, block: 14n },
    { address: SELF, block: 19n },
  ];
  assert.deepEqual(await look().then(({ peers, isKnown }) => [peers, isKnown]), [
    [{ address: OTHER, settledSec: 14_000 }],
    true,
  ]);
  ledger.settlers = [{ address: OTHER, block: 13n }];
  assert.deepEqual(await look().then(({ peers, isKnown }) => [peers, isKnown]), [[], false]);
});
