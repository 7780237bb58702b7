// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { test } from "vitest";
import { RevertError } from "../kernel/chain/revert.ts";
import { UserError } from "../kernel/process/errors.ts";
import { createLogger } from "../kernel/process/log.ts";
import { createMetrics } from "../kernel/process/metrics.ts";
import { createReadiness } from "../kernel/process/readiness.ts";
import type { Look } from "./look.ts";
import { proverMetrics } from "./metrics.ts";
import type { Batch } from "./policy.ts";
import type { Prepared, ProvedBatch } from "./steps.ts";
import { NOW_SEC, OTHER, open, SELF, sealed, served, TAKEOVER_SEC } from "./testing/views.ts";
import { type BatchPlace, before, nameOf } from "./turns.ts";
import { createWork } from "./work.ts";

const job = { challenge: 0n, before: [], after: [] };
const anySignal = new AbortController().signal;
const revert = new RevertError("settle batch", { errorName: "X", args: [], text: "X" });

/** The prover's work on a chain that the test tells, where each step waits for the test's answer. */
async function setUp(batches: Batch[]) {
  const chain: Look & { rewinds: number } = {
    batches,
    readTo: 10n,
    nowSec: NOW_SEC,
    gasPriceWei: 1n,
    isKnown: true,
    peers: [],
    rewinds: 0,
  };
  const calls: {
    what: string;
    signal?: AbortSignal;
    answer(value?: unknown): void;
    fail(error: Error): void;
  }[] = [];
  const ask = <Result>(what: string, signal?: AbortSignal) =>
    new Promise<Result>((resolve, reject) => {
      const settleCall = (done: () => void) => {
        calls.splice(calls.indexOf(call), 1);
        done();
      };
      const call = {
        what,
        signal,
        answer: (value?: unknown) => settleCall(() => resolve(value as Result)),
        fail: (error: Error) => settleCall(() => reject(error)),
      };
      calls.push(call);
      signal?.addEventListener("abort", () => call.fail(new Error("the child was killed")));
    });
  const readiness = createReadiness();
  const pendingSettlements = new Set<string>();
  const work = createWork({
    look: async () => ({ ...chain, batches: [...chain.batches] }),
    headBlock: async () => chain.readTo,
    ledger: { rewinds: () => chain.rewinds },
    reader: { settledSoon: async (segment, batch) => pendingSettlements.has(nameOf({ segment, batch })) },
    steps: {
      prepare: async (place: BatchPlace): Promise<Prepared> => ({ ...place, links: "0x", newRoot: 0n, job }),
      prove: (prepared: Prepared, signal) => ask<ProvedBatch>(`prove ${nameOf(prepared)}`, signal),
      settle: (proved: ProvedBatch) => ask<bigint | undefined>(`settle ${nameOf(proved)}`),
      seal: (place: BatchPlace) => ask<bigint | undefined>(`seal ${nameOf(place)}`),
    },
    sender: { address: SELF, recover: () => ask<void>("recover") },
    rules: served,
    constants: { sealAgeSec: 100, maxEntries: 4_095, feeWei: 1n, streamPerEther: 1n },
    metrics: proverMetrics(createMetrics("prover")),
    check: readiness.check("batches"),
    log: createLogger("prover", "silent"),
  });
  const until = async (what: string) => {
    for (let turns = 0; turns < 100; turns++) {
      const call = calls.find((one) => one.what === what);
      if (call) return call;
      await setImmediate();
    }
    throw new Error(`${what} was never asked for; ${calls.map((one) => one.what).join() || "nothing"} was`);
  };
  const look = () => work.look(anySignal);
  /** Starts as the service does: nothing is decided before the recovery, and a look after it. */
  async function begin() {
    await look();
    const settling = work.settle();
    (await until("recover")).answer();
    assert.equal(await settling, false);
    await look();
  }
  const proved = (place: BatchPlace) => ({ ...place, links: "0x", newRoot: 0n, seconds: 1 });
  return { chain, calls, work, until, look, begin, readiness, pendingSettlements, proved };
}

test("nothing is decided before the transactions of an earlier process are seen through", async () => {
  const { work, look, until, calls } = await setUp([sealed(), open({ segment: 1n })]);
  await look();
  assert.deepEqual([await work.prove(), await work.seal()], [false, false]);
  const settling = work.settle();
  (await until("recover")).answer();
  assert.equal(await settling, false);
  void work.prove();
  await until("prove 0/0");
  assert.equal(calls.length, 1);
});

test("proofs, settlements and seals run side by side: a seal that is never mined keeps no proof back", async () => {
  const batches = [sealed(), sealed({ segment: 1n }), open({ segment: 2n }), open({ segment: 3n })];
  const { work, begin, until, proved, chain, look } = await setUp(batches);
  await begin();
  void work.seal();
  await until("seal 2/0");
  const proving = work.prove();
  (await until("prove 0/0")).answer(proved(batches[0]!));
  assert.equal(await proving, true);
  const settling = work.settle();
  void work.prove();
  await until("prove 1/0");
  (await until("settle 0/0")).answer(11n);
  assert.equal(await settling, true);
  chain.batches = batches.slice(1);
  assert.equal(await work.settle(), false);
  chain.readTo = 11n;
  await look();
});

test("no step is decided from a look before the prover's own last transaction", async () => {
  const batches = [sealed(), sealed({ segment: 1n })];
  const { work, begin, until, proved, chain, look, calls } = await setUp(batches);
  await begin();
  const proving = work.prove();
  (await until("prove 0/0")).answer(proved(batches[0]!));
  await proving;
  const settling = work.settle();
  (await until("settle 0/0")).answer(12n);
  await settling;
  // the RPC lags: the settled batch still waits
  chain.readTo = 11n;
  await look();
  assert.deepEqual([await work.prove(), await work.settle(), await work.seal()], [false, false, false]);
  Object.assign(chain, { readTo: 12n, batches: batches.slice(1) });
  await look();
  void work.prove();
  await until("prove 1/0");
  assert.equal(calls.length, 1);
});

test("a proof whose batch another settled is broken off, and the next batch is next", async () => {
  const batches = [sealed(), sealed({ segment: 1n })];
  const { work, begin, until, chain, look, readiness } = await setUp(batches);
  await begin();
  const proving = work.prove();
  const { signal } = await until("prove 0/0");
  chain.batches = batches.slice(1);
  await look();
  assert.equal(signal?.aborted, true);
  assert.equal(await proving, true, "no failure");
  assert.equal(readiness.report().ready, true);
  void work.prove();
  await until("prove 1/0");
});

test("a proof in hand is dropped when another settles the batch", async () => {
  const { work, begin, until, chain, look, proved } = await setUp([sealed()]);
  await begin();
  const proving = work.prove();
  (await until("prove 0/0")).answer(proved(sealed()));
  await proving;
  chain.batches = [];
  await look();
  assert.equal(await work.settle(), false);
});

test("a batch whose settlement is in the node's pool is left alone, once, and tried after a while", async () => {
  const { work, begin, until, chain, look, pendingSettlements } = await setUp([
    sealed(),
    sealed({ segment: 1n }),
  ]);
  pendingSettlements.add("0/0");
  await begin();
  assert.equal(await work.prove(), true);
  const proving = work.prove();
  (await until("prove 1/0")).fail(new Error("fetch failed"));
  await assert.rejects(proving);
  chain.batches = [sealed()];
  await look();
  assert.equal(await work.prove(), false);
  // it is never mined
  chain.nowSec += TAKEOVER_SEC;
  await look();
  void work.prove();
  await until("prove 0/0");
});

test("a batch that fails rests, says so, and keeps no other back", async () => {
  const { work, begin, until, chain, look, readiness, proved } = await setUp([
    sealed(),
    sealed({ segment: 1n }),
  ]);
  await begin();
  const failing = work.prove();
  (await until("prove 0/0")).fail(new UserError("The logs do not add up.", "Delete the directory."));
  await assert.rejects(failing, /do not add up/);
  await look();
  assert.match(readiness.report().checks[0]?.reason ?? "", /do not add up\. Delete the directory\./);
  const proving = work.prove();
  (await until("prove 1/0")).answer(proved(sealed({ segment: 1n })));
  await proving;
  assert.equal(await work.prove(), false);
  chain.nowSec += 30;
  await look();
  const again = work.prove();
  (await until("prove 0/0")).answer(proved(sealed()));
  await again;
  await look();
  assert.equal(readiness.report().ready, true);
});

test("a proof that the contract refuses is not sent again", async () => {
  const { work, begin, until, look, proved } = await setUp([sealed()]);
  await begin();
  const proving = work.prove();
  (await until("prove 0/0")).answer(proved(sealed()));
  await proving;
  const settling = work.settle();
  (await until("settle 0/0")).fail(revert);
  await assert.rejects(settling, RevertError);
  await look();
  assert.equal(await work.settle(), false);
  assert.equal(await work.prove(), false, "it rests");
});

test("after a failure to send, and after a reorg, what is under way is seen through first; the proof is kept", async () => {
  const { work, begin, until, chain, look, proved } = await setUp([sealed()]);
  await begin();
  const proving = work.prove();
  (await until("prove 0/0")).answer(proved(sealed()));
  await proving;
  const settling = work.settle();
  (await until("settle 0/0")).fail(new Error("fetch failed"));
  await assert.rejects(settling);
  const again = work.settle();
  (await until("recover")).answer();
  (await until("settle 0/0")).fail(new Error("fetch failed"));
  await assert.rejects(again);
  chain.rewinds = 1;
  await look();
  void work.settle();
  await until("recover");
});

test("another prover that let its turn pass is not waited for again, until it settles", async () => {
  const peer = { address: OTHER, settledSec: NOW_SEC - TAKEOVER_SEC };
  const isOthers = (place: BatchPlace) => before(SELF, [peer], place).length === 1;
  const places = Array.from({ length: 64 }, (_, n) => ({ segment: BigInt(n), batch: 0n })).filter(isOthers);
  const [first, second, third] = places as [BatchPlace, BatchPlace, BatchPlace];
  const { work, begin, until, chain, look, proved } = await setUp([
    sealed({ ...first, sealedSec: peer.settledSec }),
  ]);
  chain.peers = [peer];
  await begin();
  const take = async (place: BatchPlace) => {
    const proving = work.prove();
    (await until(`prove ${nameOf(place)}`)).answer(proved(place));
    await proving;
  };
  await take(first);
  chain.batches = [sealed(second)];
  await look();
  await take(second);
  chain.batches = [sealed(third)];
  chain.peers = [{ ...peer, settledSec: NOW_SEC + 1 }];
  await look();
  assert.equal(await work.prove(), false, "it is back");
});
