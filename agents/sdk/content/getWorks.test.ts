// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { hexToNumber, numberToHex } from "viem";
import { test } from "vitest";
import { contentRegistryAbi } from "../abis.generated.ts";
import { answeringClient } from "../testing/answeringClient.ts";
import { getContent } from "./getContent.ts";
import { getWorks } from "./getWorks.ts";

const content = (n: number) => ({
  ...{ publisher: numberToHex(n, { size: 20 }), live: false, generation: 0, ratePerSecond: BigInt(n) },
  ...{
    leafCount: 1n,
    byteCount: 1n,
    payee: numberToHex(n, { size: 32 }),
    root: numberToHex(n, { size: 32 }),
  },
});

/** A registry of the works 1 to `count`. */
const registryOf = (count: number) =>
  answeringClient(contentRegistryAbi, ({ functionName, args }) => {
    if (functionName === "workCount") return BigInt(count);
    if (functionName === "contentOf") return content(hexToNumber(args[0] as `0x${string}`));
    const [from, most] = (args as [bigint, bigint]).map(Number) as [number, number];
    const page = Array.from({ length: Math.min(most, count - from) }, (_, n) => from + n + 1);
    return [page.map((n) => numberToHex(n, { size: 32 })), page.map(content)];
  });

test("works come newest first, page after page, each once and in the words of getContent", async () => {
  const { client } = registryOf(7);
  const pages: number[][] = [];
  let before: bigint | undefined;
  do {
    const { works, next } = await getWorks(client, { count: 3, before });
    pages.push(works.map(({ contentId }) => hexToNumber(contentId)));
    const { number, ...first } = works[0]!;
    assert.deepEqual(first, await getContent(client, { contentId: first.contentId }));
    assert.equal(number + 1, hexToNumber(first.contentId), "its place in the list");
    before = next;
  } while (before !== undefined);
  assert.deepEqual(pages, [[7, 6, 5], [4, 3, 2], [1]]);
});

test("the last page names no next, be it full or not; a chain without a work is asked once", async () => {
  for (const count of [2, 3]) {
    const { next, works } = await getWorks(registryOf(count).client, { count: 3 });
    assert.deepEqual([works.length, next], [count, undefined]);
  }
  const { client, asked } = registryOf(0);
  assert.deepEqual(await getWorks(client), { works: [] });
  assert.equal(asked.length, 1);
  assert.deepEqual(await getWorks(client, { before: 0n }), { works: [] });
});

test("a page of none, of a part, or of more than a node reads in one call is refused", async () => {
  const { client } = registryOf(3);
  for (const count of [0, -1, 1.5, 1_001, Number.NaN])
    await assert.rejects(getWorks(client, { count }), /a page has 1 to 1000 works/, `${count}`);
});
