// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { putToEdge, registerSample, storeSample } from "../edge/testing/publishSample.ts";
import { startTestEdge } from "../edge/testing/startTestEdge.ts";
import { scratchDir } from "../kernel/testing/scratch.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { EPOCH_SEC, epochOf } from "../sdk/content/holding.ts";
import { runCli } from "./testing/runCli.ts";

const LENGTHS = [90, 65_536, 65_536, 1_500];

let devchain: Devchain;
let edge: Awaited<ReturnType<typeof startTestEdge>>;
beforeAll(async () => {
  devchain = await startDevchain();
  edge = await startTestEdge(devchain, { pollMs: 200 });
});
afterAll(async () => {
  await edge?.stop();
  await devchain?.stop();
});

const run = (dataDir: string, command: string, ...args: string[]) =>
  runCli(["edge", command, ...args, "--data-dir", dataDir]);
const get = async ({ url }: { url: string }, path: string) => {
  const response = await fetch(`${url}/v1/content/${path}`);
  return { status: response.status, text: await response.text() };
};

test("a dropped work is not promised and not taken any more, is served until no promise binds the edge, and then gone", async () => {
  const work = await registerSample(devchain, LENGTHS);
  const { contentId } = work.content;
  await storeSample(edge.edge, work);
  const another = await registerSample(devchain, LENGTHS, 20);
  const kept = another.content;
  await storeSample(edge.edge, another);
  const { dataDir } = edge.settings;
  assert.equal((await get(edge, `${contentId}/holding`)).status, 200);

  const dropped = await run(dataDir, "drop", contentId);
  assert.deepEqual([dropped.code, dropped.out], [0, `${contentId}\n`], dropped.err);
  const promise = () => get(edge, `${contentId}/holding`);
  await waitFor("the edge to see the mark", async () => (await promise()).status === 404);
  assert.match((await promise()).text, /not_promised/);
  const again = await putToEdge(edge.edge, `/v1/content/${contentId}`, work.leafList);
  assert.deepEqual([again.status, again.body.code], [403, "not_taken"]);
  assert.equal((await get(edge, `${contentId}/chunks/1`)).status, 200);
  const listed = await run(dataDir, "list");
  assert.match(listed.out, new RegExp(`${contentId} +4 of 4 +0\\.1 +dropped, goes 2\\d{3}-`));

  const { client } = devchain.anvil;
  const { timestamp } = await client.getBlock();
  const folder = join(dataDir, "content", contentId);
  const moveTo = async (sec: bigint) => {
    await client.setNextBlockTimestamp({ timestamp: sec });
    await client.mine({ blocks: 1 });
  };
  // the last promise was given in this epoch, and binds for three in all
  const from = epochOf(timestamp);
  await moveTo((from + 2n) * BigInt(EPOCH_SEC) + 1n);
  const promisedUntil = async () => JSON.parse((await get(edge, `${kept.contentId}/holding`)).text).until;
  await waitFor("the edge to see the epoch", async () => (await promisedUntil()) === Number(from + 3n));
  // a look at the marks, or two
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  assert.ok(existsSync(join(folder, "leaves")));
  await moveTo((from + 4n) * BigInt(EPOCH_SEC) + 1n);
  await waitFor("the work to go", async () => !existsSync(folder));
  assert.equal((await get(edge, `${contentId}/chunks/1`)).status, 404);
  assert.equal((await get(edge, contentId)).status, 404);

  const undone = await run(dataDir, "drop", contentId, "--undo");
  assert.equal(undone.code, 0, undone.err);
  const taken = async () => (await putToEdge(edge.edge, `/v1/content/${contentId}`, work.leafList)).status;
  await waitFor("the work to be taken", async () => (await taken()) === 200);
  const twice = await run(dataDir, "drop", contentId, "--undo");
  assert.match(twice.err, /is not dropped\./);
});

test("a pinned work comes in whole, though nobody asks for it", async (t) => {
  const work = await registerSample(devchain, [...LENGTHS, ...Array(70).fill(17_000)], 40);
  const { contentId } = work.content;
  await storeSample(edge.edge, work);
  const dataDir = scratchDir(t);
  const pinning = await startTestEdge(devchain, { dataDir });
  t.onTestFinished(pinning.stop);
  assert.equal((await run(dataDir, "pin", contentId)).code, 0);
  const stored = async () => (await get(pinning, contentId)).text;
  await waitFor("the whole work", async () => /"complete":true/.test(await stored()));
  assert.match((await run(dataDir, "list")).out, new RegExp(`${contentId} +74 of 74 +1\\.3 +pinned`));
});

test("verify finds what rotted, removes it when told, and the edge fetches it again", async (t) => {
  const work = await registerSample(devchain, LENGTHS, 80);
  const { contentId } = work.content;
  await storeSample(edge.edge, work);
  const dataDir = scratchDir(t);
  const other = await startTestEdge(devchain, { dataDir });
  t.onTestFinished(other.stop);
  await storeSample(other.edge, work);
  const right = await run(dataDir, "verify");
  assert.deepEqual([right.code, right.out], [0, `${contentId} 4 right, 0 damaged, 0 not on disk\n`]);

  const path = join(dataDir, "content", contentId, "2");
  writeFileSync(path, readFileSync(path).fill(9, 65_000));
  rmSync(join(dataDir, "content", contentId, "3"));
  const wrong = await run(dataDir, "verify", contentId);
  assert.deepEqual([wrong.code, wrong.out], [1, `${contentId} 2 right, 1 damaged, 1 not on disk\n`]);
  assert.match(wrong.err, /damaged 2\.\n.*With --repair the damaged chunks are removed/);
  assert.ok(existsSync(path));
  const repaired = await run(dataDir, "verify", "--repair");
  assert.match(repaired.err, /damaged 2, removed\./);
  assert.ok(!existsSync(path));
  assert.equal((await get(other, `${contentId}/chunks/2`)).status, 200);
  await waitFor("the chunk on disk", async () => existsSync(path));
  assert.equal((await run(dataDir, "verify")).code, 0);

  writeFileSync(join(dataDir, "content", contentId, "leaves"), "rotten");
  const listless = await run(dataDir, "verify");
  assert.match(listless.err, new RegExp(`${contentId}: its leaf list is not on disk, or damaged`));
  assert.equal(listless.code, 1);
});

test("what is no edge's directory, or no work, gets no mark", async (t) => {
  const directory = scratchDir(t);
  for (const command of ["list", "verify", "pin", "drop"]) {
    const args = command === "pin" || command === "drop" ? [`0x${"11".repeat(32)}`] : [];
    const { code, err } = await run(directory, command, ...args);
    assert.equal(code, 1, command);
    assert.match(err, /is not the data directory of an edge: it has no folder content\./);
  }
  assert.ok(!existsSync(join(directory, "marks")));
  const { err } = await run(edge.settings.dataDir, "pin", "0x11");
  assert.match(err, /^0x11 is not the id of a work\. Give 0x and 64 hex digits\.$/m);
});
