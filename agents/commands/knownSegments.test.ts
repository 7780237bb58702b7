// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test, vi } from "vitest";
import { scratchDir } from "../kernel/testing/scratch.ts";
import { ROLLUP, rollupInMemory, START_BLOCK } from "../splits/testing/rollupInMemory.ts";
import { readKnownSegment } from "./knownSegments.ts";

function setUp(t: TestContext) {
  const chain = rollupInMemory();
  const directory = join(scratchDir(t), "snapshots");
  const told: string[] = [];
  const spy = vi
    .spyOn(process.stderr, "write")
    .mockImplementation((line) => told.push(String(line).trimEnd()) > 0);
  t.onTestFinished(() => spy.mockRestore());
  const place = { publicClient: chain.client, rollup: ROLLUP, segment: 0n, startBlock: START_BLOCK };
  return {
    chain,
    directory,
    told,
    file: () => join(directory, readdirSync(directory)[0]!),
    read: (snapshots = directory, prover?: string) => readKnownSegment(place, { snapshots, prover }),
  };
}

test("what one run read, the next does not read again", async (t) => {
  const { chain, read, told } = setUp(t);
  chain.batch([{ slot: 1, amountWei: 5n }]);
  chain.settle();
  await read();
  const readTo = chain.head();
  chain.batch([{ slot: 2, amountWei: 6n }]);
  chain.settle();
  chain.ranges.length = 0;
  const { tree } = await read();
  assert.deepEqual(chain.ranges, [[readTo + 1n, chain.head()]]);
  assert.deepEqual([tree.leaves, told], [chain.leavesAfter(2), []]);
  chain.ranges.length = 0;
  await read();
  assert.deepEqual(chain.ranges, [], "nothing is new");
});

test("a damaged file, a deaf prover and a place that cannot be written cost time alone, and are told", async (t) => {
  const { chain, read, told, file, directory } = setUp(t);
  chain.batch([{ slot: 1, amountWei: 5n }]);
  chain.settle();
  await read();
  const whole = readFileSync(file(), "utf8");
  for (const damaged of [
    "",
    whole.slice(0, 99),
    whole.replace('"5"', '"6"'),
    whole.replace('"chainId":', '"x":'),
  ]) {
    writeFileSync(file(), damaged);
    assert.deepEqual((await read()).tree.leaves, chain.leavesAfter(1));
    assert.match(told.splice(0).join(), /left out.*; logs are read instead$/);
    assert.equal(readFileSync(file(), "utf8"), whole, "the file is whole again");
  }
  assert.deepEqual((await read(directory, "http://127.0.0.1:1")).tree.leaves, chain.leavesAfter(1));
  assert.match(told.splice(0).join(), /the prover gave no snapshot/);
  assert.deepEqual((await read(file())).tree.leaves, chain.leavesAfter(1));
  assert.match(told.join(), /a directory is needed/);
});
