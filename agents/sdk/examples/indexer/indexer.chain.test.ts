// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { afterAll, beforeAll, test } from "vitest";
import { type Devchain, startDevchain } from "../../../localnet/devchain.ts";
import { HANDLERS } from "./handlers.ts";
import { TABLES, type Table } from "./tables.ts";
import { chainAt, differences, textOf } from "./testing/compare.ts";
import { startHistory } from "./testing/history.ts";
import { index, type Read, readLogs } from "./testing/readLogs.ts";

/** `SEED=8 npm run vitest -- agents/sdk/examples/indexer` plays another history. */
const SEED = Number(process.env.SEED ?? 7);
/** Rounds of the history; more than the least until each kind of event came. */
const ROUNDS = { least: 4, most: 60 };
const HANDLED = Object.entries(HANDLERS).flatMap(([contract, handlers]) =>
  Object.entries(handlers).map(([event, handler]) => ({ kind: `${contract}.${event}`, handler })),
);

/** How often the views are asked, the last time at the end. */
const MOMENTS = 6n;

let devchain: Devchain;
let reads: Read[];
/** The last block without an operation of the history. */
let deployedAt: bigint;
beforeAll(async () => {
  devchain = await startDevchain();
  deployedAt = await devchain.anvil.client.getBlockNumber();
  const history = await startHistory(devchain, SEED);
  for (let round = 1; round <= ROUNDS.most; round += 1) {
    await history.playRound();
    if (round < ROUNDS.least) continue;
    reads = await readLogs(devchain);
    const seen = new Set<unknown>(reads.map(({ handler }) => handler));
    if (HANDLED.every(({ handler }) => seen.has(handler))) break;
  }
});
afterAll(() => devchain.stop());

test(`every balance by the logs is what the contracts' views say, at moments of a history of seed ${SEED}`, async () => {
  const last = reads.at(-1)!.blockNumber;
  for (let i = 1n; i <= MOMENTS; i += 1n) {
    const blockNumber = deployedAt + ((last - deployedAt) * i) / MOMENTS;
    const rows = await index(reads.filter((one) => one.blockNumber <= blockNumber));
    assert.deepEqual(await differences(rows, await chainAt(devchain, blockNumber)), []);
  }
});

test("a balance by the logs is another without one event, and the views say so", async () => {
  const chain = await chainAt(devchain, reads.at(-1)!.blockNumber);
  const left = reads.find(({ handler }) => handler === HANDLERS.TokenVesting.LotOpened)!;
  const lines = await differences(await index(reads.filter((one) => one !== left)), chain);
  assert.match(lines.join("\n"), /^TokenVesting\.campaignOf\(.*\) is .*, by logs /m);
});

test(`every event is needed: without one of a kind, the rows of its block are others, with seed ${SEED}`, async () => {
  const needed = new Set<unknown>();
  const rowsOf = async (some: readonly Read[]) => {
    const rows = await index(some);
    return textOf(Object.keys(TABLES).map((table) => rows.all(table as Table)));
  };
  for (const left of reads) {
    // contracts share the handlers of prepaid accounts; an event may say that nothing moved
    if (!left.handler || needed.has(left.handler)) continue;
    const before = reads.filter(({ blockNumber }) => blockNumber <= left.blockNumber);
    const without = before.filter((one) => one !== left);
    if ((await rowsOf(without)) !== (await rowsOf(before))) needed.add(left.handler);
  }
  assert.deepEqual(
    HANDLED.filter(({ handler }) => !needed.has(handler)).map(({ kind }) => kind),
    [],
  );
});
