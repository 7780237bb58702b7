// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { keccak256, numberToHex, stringToHex } from "viem";
import { test } from "vitest";
import { mayHoldLogs } from "./bloom.ts";
import type { ChainClient } from "./chain.ts";
import { createHead } from "./head.ts";

const hashOf = (name: string) => keccak256(stringToHex(name));
const blockOf = (fork: string, number: number) => ({
  number: BigInt(number),
  hash: hashOf(`${fork} ${number}`),
  parentHash: hashOf(`${number - 1 < 5 ? "a" : fork} ${number - 1}`),
  timestamp: BigInt(1_000 + number),
});

/** A chain whose newest block the test names; fork b leaves fork a after block 4. */
function setUp(wallMs = 1_003_500) {
  const shown = { fork: "a", number: 3 };
  const time = { wallMs, steadyMs: 50 };
  let calls = 0;
  const all = ["a", "b"].flatMap((fork) => Array.from({ length: 20 }, (_, number) => blockOf(fork, number)));
  const getBlock = async ({ blockHash }: { blockHash?: string } = {}) => {
    calls += 1;
    return blockHash ? all.find(({ hash }) => hash === blockHash) : blockOf(shown.fork, shown.number);
  };
  const clocks = { nowMs: () => time.wallMs, steadyMs: () => time.steadyMs };
  const pass = (ms: number) => {
    time.wallMs += ms;
    time.steadyMs += ms;
  };
  const head = createHead({ getBlock } as unknown as ChainClient, clocks);
  return { head, shown, time, pass, calls: () => calls };
}

test("those who look at the same time share one call", async () => {
  const { head, calls } = setUp();
  await Promise.all([head.look(), head.look(), head.known()]);
  assert.equal(calls(), 1);
  await head.known();
  assert.equal(calls(), 1);
});

test("a look anew begins after its call, whoever looked before", async () => {
  const { head, shown, calls } = setUp();
  const before = head.look();
  shown.number = 4;
  const [anew, again] = await Promise.all([head.lookAnew(), head.lookAnew()]);
  assert.deepEqual([(await before).number, anew.number, again.number], [3n, 4n, 4n]);
  assert.equal(calls(), 2, "one for both");
});

test("a block is found by its child's parent hash, on the fork of the child", async () => {
  const { head, shown, calls } = setUp();
  shown.number = 8;
  await head.look();
  Object.assign(shown, { fork: "b", number: 7 });
  const top = await head.look();
  assert.equal((await head.at(5n, top)).hash, hashOf("b 5"));
  const before = calls();
  assert.equal((await head.at(6n, top)).hash, hashOf("b 6"));
  assert.equal(calls(), before, "what was read is remembered");
});

test("a node that lags does not take the head back; another fork does", async () => {
  const { head, shown } = setUp();
  for (shown.number = 3; shown.number <= 8; shown.number++) await head.look();
  shown.number = 6;
  assert.equal((await head.look()).number, 8n);
  Object.assign(shown, { fork: "b", number: 7 });
  assert.equal((await head.look()).hash, hashOf("b 7"));
});

test("a head that stands still grows old, whatever answers", async () => {
  const { head, pass, shown } = setUp();
  assert.equal(head.ageMs(), Number.POSITIVE_INFINITY);
  await head.look();
  assert.equal(head.ageMs(), 500);
  pass(60_000);
  await head.look();
  assert.equal(head.ageMs(), 60_500);
  shown.number = 19;
  await head.look();
  assert.equal(head.ageMs(), 44_500, "a new block counts by its own time");
});

test("a node that stood still before the start is old from the first look", async () => {
  const { head } = setUp(1_003_500 + 3_600_000);
  await head.look();
  assert.equal(head.ageMs(), 3_600_500);
});

test("a step of the clock makes no fresh block old, and no old block fresh", async () => {
  for (const stepMs of [3_600_000, -3_600_000]) {
    const { head, time, pass } = setUp();
    await head.look();
    time.wallMs += stepMs;
    assert.ok(head.ageMs() <= 500, `${stepMs}`);
    pass(60_000);
    assert.ok(head.ageMs() >= 60_000, `${stepMs}`);
  }
});

test("a bloom that is empty beside receipts proves nothing", () => {
  const watched = { addresses: [numberToHex(1, { size: 20 })], topics: [hashOf("topic")] };
  const zero = `0x${"0".repeat(512)}` as const;
  const none = "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";
  assert.equal(mayHoldLogs({ logsBloom: zero, receiptsRoot: none }, watched), false);
  assert.equal(mayHoldLogs({ logsBloom: zero, receiptsRoot: hashOf("some") }, watched), true);
  assert.equal(mayHoldLogs({ logsBloom: "0x", receiptsRoot: undefined }, watched), true);
  assert.equal(mayHoldLogs({ logsBloom: null }, watched), true);
  assert.equal(mayHoldLogs({ logsBloom: `0x${"f".repeat(512)}` }, watched), true);
  assert.equal(mayHoldLogs({ logsBloom: `0x${"0".repeat(511)}1` }, watched), false);
});
