// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { zeroAddress } from "viem";
import { test } from "vitest";
import type { FragmentSpan } from "../content/layout.ts";
import { serveSample } from "../content/testing/sampleEdge.ts";
import { sampleBytes } from "../content/testing/sampleWork.ts";
import { WRONG_FROM, wrongWorks } from "../content/testing/wrongFragments.ts";
import { FragmentSealed } from "../encryption/fragment.ts";
import { type KeyProvider, linkKeys } from "../encryption/keyProvider.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { openWork } from "./openWork.ts";

const court = { chainId: 31_337, contentCourt: zeroAddress } as const;
const workKey = sampleBytes(32, 5);
const plaintexts = [0, 1].map((rendition) =>
  Array.from({ length: 6 }, (_, fragment) => sampleBytes(3_000, 10 * rendition + fragment)),
);
const { right, wrong } = await wrongWorks(
  plaintexts.map((of) => ({ plaintexts: of, fragmentSec: 20 })),
  workKey,
);

async function opened(t: { onTestFinished(work: () => void): void }, work: typeof right) {
  const { edge, close } = await serveSample({ ...work, court });
  t.onTestFinished(close);
  return openWork({ content: work.content, court, edges: [edge], keys: linkKeys(workKey) });
}

test("fragments in their places open, over several key periods", async (t) => {
  const { layout, readFragment } = await opened(t, right);
  assert.equal(layout.spans[0]!.at(-1)!.period, 1);
  for (const span of layout.spans.flat())
    assert.deepEqual(await readFragment(span), plaintexts[span.rendition]![span.fragment]);
});

test.for(wrong)("A13: fragments $what do not open, though every chunk is proven", async ({ work }, t) => {
  const { layout, readFragment } = await opened(t, work);
  for (const span of layout.spans.flat()) {
    const read = readFragment(span);
    if (span.fragment === WRONG_FROM) await assert.rejects(read, FragmentSealed);
    const bytes = await read.catch(() => undefined);
    if (bytes || span.fragment < WRONG_FROM)
      assert.deepEqual(bytes, plaintexts[span.rendition]![span.fragment]);
  }
});

test("the work's end ends a read that could end by itself", async (t) => {
  const { content, ...sample } = right;
  const answer = (chunk: Uint8Array, index: number) => (index === 0 ? chunk : new Promise<never>(() => {}));
  const { edge, close } = await serveSample({ ...sample, content, court, answer });
  t.onTestFinished(close);
  const ending = new AbortController();
  const work = { content, edges: [edge], keys: linkKeys(workKey), signal: ending.signal };
  const { layout, readFragment } = await openWork(work);
  const read = readFragment(layout.spans[0]![0]!, { signal: new AbortController().signal });
  ending.abort(new Error("over"));
  await assert.rejects(read, /over/);
});

test("the next period's key is asked for before its first fragment is; a refusal is heard by whoever needs it", async (t) => {
  const { edge, close } = await serveSample({ ...right, court });
  t.onTestFinished(close);
  const asked: string[] = [];
  let refusals = 1;
  const keys: KeyProvider = {
    async periodKey(work, rendition, period, signal) {
      asked.push(`${rendition}/${period}`);
      assert.ok(work.manifest && signal);
      if (period === 1 && refusals-- > 0) throw new TributaryError("not yet paid");
      return linkKeys(workKey).periodKey(work, rendition, period);
    },
  };
  const { signal } = new AbortController();
  const { layout, readFragment } = await openWork({
    ...{ content: right.content, court, edges: [edge], keys, signal },
  });
  const [spans] = layout.spans as [FragmentSpan[]];
  await readFragment(spans[0]!);
  assert.deepEqual(asked, ["0/0"]);
  await readFragment(spans[1]!);
  assert.deepEqual(asked, ["0/0", "0/1"]);
  // refused ahead of time: the one who reads asks once more
  refusals = 1;
  await assert.rejects(readFragment(spans[3]!), /not yet paid/);
  assert.deepEqual(await readFragment(spans[3]!), plaintexts[0]![3]);
  assert.deepEqual(asked, ["0/0", "0/1", "0/1", "0/1"]);
  await readFragment(spans[5]!);
  assert.equal(asked.length, 4);
});
