// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { type TestContext, test } from "vitest";
import { waitFor } from "../localnet/waitFor.ts";
import { FRAME_HEAD_BYTES, FRAMES_TYPE } from "../sdk/content/chunkFrames.ts";
import { chunksUrl, chunkUrl } from "../sdk/content/edgeApi.ts";
import { fetchChunk } from "../sdk/content/fetchChunk.ts";
import { requestChunks } from "../sdk/content/requestChunks.ts";
import { sampleWork } from "../sdk/content/testing/sampleWork.ts";
import { startMemoryEdge } from "./testing/memoryEdge.ts";

const LENGTHS = [90, 5_000, 1, 700, 6_000, 33];
const SMALL = await sampleWork(LENGTHS);

async function setUp(
  t: TestContext,
  ...[sample = SMALL, options]: Partial<Parameters<typeof startMemoryEdge>>
) {
  const edge = await startMemoryEdge(sample, options);
  t.onTestFinished(() => edge.close(0));
  const { content } = edge;
  const framed = (first: number, last: number, init?: RequestInit) =>
    fetch(chunksUrl(edge.edge, content, first, last), init);
  const read = async (first: number, last: number, of = content) => {
    const chunks: Uint8Array[] = [];
    for await (const { bytes } of requestChunks(edge.edge, of, { first, last })) chunks.push(bytes);
    return chunks;
  };
  return { ...edge, framed, read, path: `/v1/content/${content.contentId}` };
}

const codeOf = async (response: Response) => {
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  // a refusal may end at any time, so no cache may keep it
  assert.equal(response.headers.get("cache-control"), "no-store");
  const { detail, code } = (await response.json()) as { detail: string; code: string };
  assert.ok(detail);
  return `${response.status} ${code}`;
};

test("a viewer reads and verifies any range, each chunk from disk once, and nothing is signed for it", async (t) => {
  const { read, chunks, reads, signed } = await setUp(t);
  for (const [first, last] of [
    [0, 5],
    [1, 1],
    [2, 4],
    [0, 5],
  ] as const)
    assert.deepEqual(await read(first, last), chunks.slice(first, last + 1));
  assert.deepEqual(reads, [0, 1, 2, 3, 4, 5]);
  assert.equal(signed(), 0);
});

test("many who ask at once for a work that is cold share one read of each chunk", async (t) => {
  const { read, chunks, reads } = await setUp(t);
  const all = await Promise.all(Array.from({ length: 20 }, (_, at) => read(at % 3, 5)));
  for (const [at, got] of all.entries()) assert.deepEqual(got, chunks.slice(at % 3));
  assert.deepEqual(reads.toSorted(), [0, 1, 2, 3, 4, 5]);
});

test("the answer may be kept for ever, for its URL names the root; HEAD and a known ETag cost no body", async (t) => {
  const { framed, content } = await setUp(t);
  const got = await framed(1, 3);
  const length = String((await got.arrayBuffer()).byteLength);
  const head = await framed(1, 3, { method: "HEAD" });
  assert.equal(await head.text(), "");
  for (const { headers, status } of [got, head]) {
    assert.equal(status, 200);
    assert.equal(headers.get("content-type"), FRAMES_TYPE);
    assert.equal(headers.get("content-length"), length);
    assert.equal(headers.get("etag"), `"${content.root}/1-3"`);
    assert.equal(headers.get("cache-control"), "public, max-age=31536000, immutable");
    assert.equal(headers.get("access-control-allow-origin"), "*");
  }
  for (const known of [got.headers.get("etag")!, `"x", W/${got.headers.get("etag")}`, "*"]) {
    const again = await framed(1, 3, { headers: { "if-none-match": known } });
    assert.deepEqual(
      [again.status, again.headers.get("etag"), await again.text()],
      [304, got.headers.get("etag"), ""],
    );
  }
  const changed = await framed(1, 3, { headers: { "if-none-match": `"${content.root}/1-4"` } });
  assert.equal(changed.status, 200);
});

test("a work that is republished is served under its new root alone", async (t) => {
  const { framed, held, workOf, content, onDisk, read } = await setUp(t);
  const next = await sampleWork(LENGTHS, 70);
  const before = await framed(0, 5);
  await before.arrayBuffer();
  held.set(content.contentId, workOf(next));
  for (const [index, bytes] of next.chunks.entries()) onDisk.set(index, bytes);
  assert.equal(await codeOf(await framed(0, 5)), "404 other_root");
  assert.deepEqual(await read(0, 5, next.content), next.chunks);
});

test("a range with one chunk that is missing or damaged is a 404 without a byte of the others", async (t) => {
  const { framed, onDisk, read, chunks } = await setUp(t);
  onDisk.delete(4);
  assert.equal(await codeOf(await framed(2, 5)), "404 chunk_not_held");
  onDisk.set(4, chunks[1]!);
  assert.equal(await codeOf(await framed(2, 5)), "404 chunk_not_held");
  assert.ok(!onDisk.has(4), "a damaged chunk is dropped");
  assert.deepEqual(await read(0, 3), chunks.slice(0, 4));
  onDisk.set(4, chunks[4]!);
  assert.deepEqual(await read(2, 5), chunks.slice(2), "sent again, it is served");
});

test("a receipt is signed when it is asked for, once", async (t) => {
  const { edge, content, court, chunks, signed, read } = await setUp(t);
  await read(0, 5);
  for (let time = 0; time < 3; time++)
    assert.deepEqual((await fetchChunk({ content, index: 3, edges: [edge], court })).bytes, chunks[3]);
  assert.equal(signed(), 1);
  const got = await fetch(chunkUrl(edge, content.contentId, 3));
  assert.equal(got.headers.get("cache-control"), "public, no-cache");
  const etag = got.headers.get("etag")!;
  const again = await fetch(chunkUrl(edge, content.contentId, 3), { headers: { "if-none-match": etag } });
  assert.equal(again.status, 304);
});

test("the drill's flipped byte is in the frame, and in the receipt that the edge signs for it", async (t) => {
  const { read, edge, content, court } = await setUp(t, SMALL, { faultChunk: 3 });
  await assert.rejects(read(2, 4), { name: "BadAnswerError", index: 3, retryable: false });
  await assert.rejects(fetchChunk({ content, index: 3, edges: [edge], court }), /not the chunk's/);
});

/** A client that asks and then reads nothing until told to. */
async function slowReader(t: TestContext, port: number, path: string): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  t.onTestFinished(() => void socket.destroy());
  socket.pause().on("error", () => {});
  await once(socket, "connect");
  socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
  return socket;
}

/** Two full ranges, of which the memory holds one. */
const TWO_RANGES = await sampleWork(Array.from({ length: 128 }, () => 65_536));
const MEMORY_OF_ONE = 5_000_000;

test("slow readers share one copy in memory; what they hold is not given out again until they leave", async (t) => {
  const { port, path, content, reads, framed } = await setUp(t, TWO_RANGES, { cacheBytes: MEMORY_OF_ONE });
  const asked = `${path}/chunks/0-63?root=${content.root}`;
  const readers = await Promise.all(Array.from({ length: 10 }, () => slowReader(t, port, asked)));
  await Promise.all(readers.map((reader) => once(reader, "readable")));
  assert.equal(reads.length, 64);
  const refused = await framed(64, 127);
  assert.equal(refused.headers.get("retry-after"), "1");
  assert.equal(await codeOf(refused), "503 busy");
  for (const reader of readers) reader.destroy();
  await waitFor("the memory to be free", async () => (await framed(64, 127)).status === 200);
});

test("a reader who takes nothing is hung up on", async (t) => {
  const { port, path, content, framed } = await setUp(t, TWO_RANGES, {
    cacheBytes: MEMORY_OF_ONE,
    timeoutsMs: { take: 300 },
  });
  const reader = await slowReader(t, port, `${path}/chunks/0-63?root=${content.root}`);
  await once(reader, "readable");
  await waitFor("the memory to be free", async () => (await framed(64, 127)).status === 200);
  const closed = once(reader, "close");
  reader.resume();
  await closed;
  assert.ok(reader.bytesRead < 64 * 65_536, String(reader.bytesRead));
});

test("a frame holds the head, the proof and the bytes", async (t) => {
  const { framed, chunks } = await setUp(t);
  const body = Buffer.from(await (await framed(3, 3)).arrayBuffer());
  const proofLength = body.readUInt16BE(0);
  assert.equal(body.readUInt32BE(2), 700);
  assert.equal(body.length, FRAME_HEAD_BYTES + proofLength + 700);
  assert.deepEqual(new Uint8Array(body.subarray(-700)), chunks[3]);
});
