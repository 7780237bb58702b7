// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import type { Hex } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { scratchDir } from "../kernel/testing/scratch.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { hashChunk } from "../sdk/content/leaf.ts";
import { encodeLeafList } from "../sdk/content/leafList.ts";
import type { Edge } from "../sdk/content/requestChunk.ts";
import { sampleBytes } from "../sdk/content/testing/sampleWork.ts";
import { buildTree } from "../sdk/content/tree.ts";
import { setMark } from "./marks/marks.ts";
import { newPublisher, putToEdge, registerSample, storeSample } from "./testing/publishSample.ts";
import { startTestEdge } from "./testing/startTestEdge.ts";

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain?.stop());

/** A work of `bytes` in one chunk by `publisher`, and how an edge answers to its leaf list. */
async function workOf({ register }: Awaited<ReturnType<typeof newPublisher>>, bytes: number, seed: number) {
  const tree = buildTree([await hashChunk(0, sampleBytes(bytes, seed))]);
  const contentId = await register(tree);
  const send = async (edge: Edge) => {
    const { status, body } = await putToEdge(edge, `/v1/content/${contentId}`, encodeLeafList(tree.leaves));
    return [status, body.code as string | undefined] as const;
  };
  return { contentId, send };
}

test("a publisher's works beyond the quota are refused; a pinned one and another publisher's are not, nor what is held already", async (t) => {
  const dataDir = scratchDir(t);
  const flags = { dataDir, publisherQuotaBytes: 100_000 };
  const { edge, stop } = await startTestEdge(devchain, flags);
  t.onTestFinished(stop);
  const [one, two] = [await newPublisher(devchain), await newPublisher(devchain)];
  const works = [await workOf(one, 60_000, 1), await workOf(one, 40_001, 2), await workOf(one, 40_000, 3)];
  const [first, tooMuch, fitting] = works as [(typeof works)[0], (typeof works)[0], (typeof works)[0]];
  assert.deepEqual(await first.send(edge), [200, undefined]);
  assert.deepEqual(await tooMuch.send(edge), [413, "quota_full"]);
  assert.deepEqual(await first.send(edge), [200, undefined]);
  assert.deepEqual(await fitting.send(edge), [200, undefined]);
  assert.deepEqual(await (await workOf(two, 60_000, 4)).send(edge), [200, undefined]);
  await setMark(dataDir, tooMuch.contentId, "pinned");
  await waitFor("the edge to see the mark", async () => (await tooMuch.send(edge))[0] === 200);
});

test("two works that come at once do not pass the quota together; what was taken before there was one counts", async (t) => {
  const dataDir = scratchDir(t);
  const before = await startTestEdge(devchain, { dataDir });
  const publisher = await newPublisher(devchain);
  const old = await workOf(publisher, 50_000, 10);
  assert.deepEqual(await old.send(before.edge), [200, undefined]);
  await before.stop();
  const { edge, stop } = await startTestEdge(devchain, { dataDir, publisherQuotaBytes: 80_000 });
  t.onTestFinished(stop);
  const both = [await workOf(publisher, 20_000, 11), await workOf(publisher, 20_000, 12)];
  const statuses = (await Promise.all(both.map(({ send }) => send(edge)))).map(([status]) => status);
  assert.deepEqual(statuses.sort(), [200, 413]);
});

test("chunks take no more of the disk than the capacity, though many come at once", async (t) => {
  const { edge, stop, url } = await startTestEdge(devchain, { capacityBytes: 3 * 65_536 });
  t.onTestFinished(stop);
  const small = await registerSample(devchain, [100, 200], 30);
  await storeSample(edge, small);
  const work = await registerSample(devchain, [65_536, 65_536, 65_536], 40);
  const path = `/v1/content/${work.content.contentId}`;
  await putToEdge(edge, path, work.leafList);
  const put = (index: number) => putToEdge(edge, `${path}/chunks/${index}`, work.chunks[index]!);
  const answers = await Promise.all([0, 1, 2].map(put));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 507, 507]);
  const status = async (contentId: Hex) =>
    (await (await fetch(`${url}/v1/content/${contentId}`)).json()) as { stored: number };
  assert.equal((await status(work.content.contentId)).stored, 1);
  // what is there is taken again
  assert.equal(
    (await putToEdge(edge, `/v1/content/${small.content.contentId}/chunks/0`, small.chunks[0]!)).status,
    200,
  );
});
