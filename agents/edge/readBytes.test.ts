// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import fc from "fast-check";
import { type TestContext, test } from "vitest";
import { waitFor } from "../localnet/waitFor.ts";
import { bytesUrl, chunksUrl } from "../sdk/content/edgeApi.ts";
import { sampleWork } from "../sdk/content/testing/sampleWork.ts";
import { startMemoryEdge } from "./testing/memoryEdge.ts";

const SMALL = await sampleWork([5, 1, 300, 65_536, 7, 64]);

async function setUp(
  t: TestContext,
  ...[sample = SMALL, options]: Partial<Parameters<typeof startMemoryEdge>>
) {
  const edge = await startMemoryEdge(sample, options);
  t.onTestFinished(() => edge.close(0));
  const url = bytesUrl(edge.edge, edge.content);
  const get = (headers: Record<string, string> = {}, method = "GET") => fetch(url, { headers, method });
  return { ...edge, get, url, whole: Buffer.concat(edge.chunks), etag: `"${edge.content.root}"` };
}

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

test("a work is the bytes of its chunks in a row, whole or by any one range", async (t) => {
  const { get, whole, etag } = await setUp(t);
  const all = await get();
  assert.deepEqual([all.status, all.headers.get("content-length")], [200, String(whole.length)]);
  assert.equal(all.headers.get("etag"), etag);
  assert.equal(all.headers.get("accept-ranges"), "bytes");
  assert.equal(all.headers.get("cache-control"), "public, max-age=31536000, immutable");
  assert.equal(all.headers.get("access-control-allow-origin"), "*");
  assert.ok((await bytesOf(all)).equals(whole));
  const edges = fc.constantFrom(0, 4, 5, 6, 305, 306, 307, 65_841, 65_842, 65_848, 65_849, whole.length - 1);
  const position = fc.oneof(edges, fc.nat(whole.length - 1));
  await fc.assert(
    fc.asyncProperty(position, position, async (a, b) => {
      const [first, last] = [Math.min(a, b), Math.max(a, b)];
      const part = await get({ range: `bytes=${first}-${last}` });
      assert.equal(part.status, 206);
      assert.equal(part.headers.get("content-range"), `bytes ${first}-${last}/${whole.length}`);
      assert.equal(part.headers.get("etag"), etag);
      assert.ok((await bytesOf(part)).equals(whole.subarray(first, last + 1)), `${first}-${last}`);
    }),
    { numRuns: 60 },
  );
  assert.ok((await bytesOf(await get({ range: "bytes=-70" }))).equals(whole.subarray(-70)));
  assert.ok((await bytesOf(await get({ range: "bytes=306-" }))).equals(whole.subarray(306)));
});

test("A4: what is no single range of the work is a 416 that says the length; HEAD has no range", async (t) => {
  const { get, whole } = await setUp(t);
  const many = Array.from({ length: 500 }, (_, at) => `${at}-${at + 9}`).join(",");
  for (const range of [
    ...[`bytes=${whole.length}-`, "bytes=-0", "bytes=9-3", "bytes=0-0,5-6", "bytes=x", `bytes=${many}`],
    ...["bytes=0-99,50-149", "bytes=9007199254740993-", `bytes=${"9".repeat(400)}-`, "bytes=0-,-1"],
  ]) {
    const refused = await get({ range });
    assert.equal(refused.status, 416, range);
    assert.equal(refused.headers.get("content-range"), `bytes */${whole.length}`);
    assert.equal(refused.headers.get("cache-control"), "no-store");
    assert.equal(((await refused.json()) as { code: string }).code, "bad_range");
  }
  const head = await get({ range: "bytes=1-2" }, "HEAD");
  assert.deepEqual([head.status, head.headers.get("content-length")], [200, String(whole.length)]);
});

test("A4: a client that has the work is told so, and one that has another gets all of it instead of a part", async (t) => {
  const { get, whole, etag } = await setUp(t);
  const known = await get({ "if-none-match": etag, range: "bytes=1-2" });
  assert.deepEqual([known.status, known.headers.get("etag")], [304, etag]);
  assert.equal((await get({ "if-range": etag, range: "bytes=1-2" })).status, 206);
  for (const other of [`W/${etag}`, '"other"', "Fri, 27 Nov 2026 15:00:00 GMT"]) {
    const all = await get({ "if-range": other, range: "bytes=1-2" });
    assert.deepEqual([all.status, (await bytesOf(all)).length], [200, whole.length], other);
  }
});

test("a URL has one spelling, and the root must be the one that the edge holds", async (t) => {
  const { url, content } = await setUp(t);
  for (const [asked, code] of [
    [url.split("?")[0]!, "bad_root"],
    [`${url}&x=1`, "malformed"],
    [url.replace("0x", "0X"), "not_canonical"],
    [url.replace("/bytes", "/%62ytes"), "not_found"],
    [url.replace(content.root, `0x${"ab".repeat(32)}`), "other_root"],
  ] as const)
    assert.equal(((await (await fetch(asked)).json()) as { code: string }).code, code, asked);
});

/** 8 MiB, read through a memory of 3. */
const LARGE = await sampleWork(Array.from({ length: 128 }, () => 65_536));
const THREE = { cacheBytes: 3_000_000 };

test("a work larger than the memory streams through it, for several readers at once", async (t) => {
  const { get, whole } = await setUp(t, LARGE, THREE);
  const [all, part] = await Promise.all([get(), get({ range: "bytes=65535-6000000" })]);
  assert.ok((await bytesOf(all)).equals(whole));
  assert.ok((await bytesOf(part)).equals(whole.subarray(65_535, 6_000_001)));
});

test("a range with a chunk that is not stored is a 404; one that turns out to be damaged breaks the answer off", async (t) => {
  const { get, whole, onDisk, chunks } = await setUp(t, LARGE);
  onDisk.delete(40);
  for (const answer of [await get(), await get({}, "HEAD"), await get({ range: "bytes=0-2700000" })])
    assert.equal(answer.status, 404);
  assert.equal((await get({ range: "bytes=0-2600000" })).status, 206);
  onDisk.set(40, chunks[41]!);
  const broken = await get();
  assert.equal(broken.status, 200);
  const read: Uint8Array[] = [];
  await assert.rejects(async () => {
    for await (const part of broken.body!) read.push(part);
  });
  const got = Buffer.concat(read);
  assert.ok(got.length <= 40 * 65_536 && got.equals(whole.subarray(0, got.length)));
});

test("a reader who stops in the middle holds a MiB and no more, and nothing once gone", async (t) => {
  const { port, url, edge, content } = await setUp(t, LARGE, { cacheBytes: 4_600_000 });
  const { pathname, search } = new URL(url);
  const reader = connect(port, "127.0.0.1").pause();
  t.onTestFinished(() => void reader.destroy());
  reader.write(`GET ${pathname}${search} HTTP/1.1\r\nhost: x\r\n\r\n`);
  await once(reader, "readable");
  const three = () => fetch(chunksUrl(edge, content, 80, 127));
  assert.equal((await three()).status, 200, "three MiB beside the reader's");
  const four = () => fetch(chunksUrl(edge, content, 64, 127));
  assert.equal((await four()).status, 503);
  reader.destroy();
  await waitFor("the reader's memory", async () => (await four()).status === 200);
});
