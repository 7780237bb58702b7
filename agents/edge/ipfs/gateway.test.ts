// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "vitest";
import { scratchDir } from "../../kernel/testing/scratch.ts";
import { carOf } from "../../sdk/content/car.ts";
import { CID_BYTES, decodeCid, formatCid } from "../../sdk/content/cid.ts";
import { CHUNK_BYTES } from "../../sdk/content/leaf.ts";
import { concatBytes } from "../../sdk/content/merkle.ts";
import { sampleRenditions } from "../../sdk/content/testing/sampleRenditions.ts";
import { sampleBytes } from "../../sdk/content/testing/sampleWork.ts";
import { readVarint } from "../../sdk/content/varint.ts";
import { ipfsFilesOf } from "../../sdk/publishing/ipfsFiles.ts";
import { buildBoxoGateway, hasGo, startBoxoGateway } from "../testing/boxoGateway.ts";
import { fillingEdge } from "../testing/fillingEdge.ts";
import { startIpfsEdge } from "../testing/ipfsEdge.ts";

// a file of whole chunks but the last, with one chunk that comes twice
const twice = sampleBytes(CHUNK_BYTES, 7);
const plaintexts = [
  concatBytes([twice, sampleBytes(CHUNK_BYTES, 8)]),
  concatBytes([twice, sampleBytes(3_000, 9)]),
];
const work = await sampleRenditions([
  { name: "480p", plaintexts },
  { name: "sound", plaintexts: [sampleBytes(70, 1)] },
]);
const { chunks, layout, tree } = work;
const [film, sound] = await ipfsFilesOf(work.manifest, layout, tree.leaves);
const stored = concatBytes(plaintexts);
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();

/** The blocks of a CAR, each compared with its CID. */
function blocksIn(car: Uint8Array) {
  const header = readVarint(car, 0)!;
  const blocks: { cid: string; bytes: Uint8Array }[] = [];
  for (let at = header.end + header.value; at < car.length; ) {
    const { value, end } = readVarint(car, at)!;
    const cid = decodeCid(car.subarray(end, end + CID_BYTES))!;
    const bytes = car.subarray(end + CID_BYTES, end + value);
    assert.deepEqual(new Uint8Array(sha256(bytes)), cid.hash);
    blocks.push({ cid: formatCid(cid), bytes });
    at = end + value;
  }
  return blocks;
}

const leafCid = (index: number) => formatCid({ codec: "raw", hash: tree.leaves[index]!.chunkHash });
const filmCids = [0, 1, 2, 3].map((place) => leafCid(film!.firstChunk + place));

const get = async (url: string, path: string, init: RequestInit = {}) => {
  const response = await fetch(`${url}/ipfs/${path}`, init);
  return {
    status: response.status,
    headers: response.headers,
    bytes: new Uint8Array(await response.arrayBuffer()),
  };
};

test("a raw block is a chunk or a file's node, with the headers of a trustless gateway", async (t) => {
  const { url } = await startIpfsEdge(t, work);
  for (const [index, bytes] of chunks.entries()) {
    const cid = leafCid(index);
    const answer = await get(url, `${cid}?format=raw`);
    assert.deepEqual([answer.status, answer.bytes], [200, bytes]);
    for (const [name, value] of Object.entries({
      "content-type": "application/vnd.ipld.raw",
      "x-content-type-options": "nosniff",
      "cache-control": "public, max-age=29030400, immutable",
      etag: `"${cid}.raw"`,
      "content-disposition": `attachment; filename="${cid}.bin"`,
    }))
      assert.equal(answer.headers.get(name), value);
  }
  const node = await get(url, film!.cid, { headers: { accept: "application/vnd.ipld.raw" } });
  assert.deepEqual(node.bytes, film!.root.node!.bytes);
  const head = await get(url, `${film!.cid}?format=raw`, { method: "HEAD" });
  assert.deepEqual(
    [head.status, head.headers.get("content-length"), head.bytes.length],
    [200, String(node.bytes.length), 0],
  );
  const known = await get(url, `${film!.cid}?format=raw`, {
    headers: { "if-none-match": `"${film!.cid}.raw"` },
  });
  assert.equal(known.status, 304);
  // of one chunk: the file is the block
  assert.deepEqual((await get(url, `${sound!.cid}?format=raw`)).bytes, sampleBytes(70, 1));
});

test("a CAR has what its scope says, depth first, what comes twice once or twice", async (t) => {
  const { url } = await startIpfsEdge(t, work);
  const cidsOf = async (query: string, accept?: string) => {
    const answer = await get(url, `${film!.cid}?${query}`, { headers: accept ? { accept } : {} });
    assert.equal(answer.status, 200, query);
    assert.equal(Number(answer.headers.get("content-length")), answer.bytes.length);
    const dups = /dups=y/.test(`${query}${accept}`) ? "y" : "n";
    assert.equal(
      answer.headers.get("content-type"),
      `application/vnd.ipld.car;version=1;order=dfs;dups=${dups}`,
    );
    return blocksIn(answer.bytes).map(({ cid }) => cid);
  };
  const [a, b, , d] = filmCids as [string, string, string, string];
  const root = film!.cid;
  assert.deepEqual(await cidsOf("format=car"), [root, a, b, d]);
  assert.deepEqual(await cidsOf("format=car&dag-scope=entity&car-dups=y"), [root, a, b, a, d]);
  assert.deepEqual(await cidsOf("format=car", "application/vnd.ipld.car;version=1;order=dfs;dups=y"), [
    root,
    a,
    b,
    a,
    d,
  ]);
  assert.deepEqual(await cidsOf("format=car&dag-scope=block"), [root]);
  const from = CHUNK_BYTES;
  assert.deepEqual(await cidsOf(`format=car&entity-bytes=${from}:${from}`), [root, b]);
  assert.deepEqual(await cidsOf(`format=car&entity-bytes=${from - 1}:${from}`), [root, a, b]);
  assert.deepEqual(await cidsOf("format=car&dag-scope=entity&entity-bytes=-3000:*"), [root, d]);
  assert.deepEqual(await cidsOf("format=car&entity-bytes=-3001:-3001"), [root, a]);
  assert.deepEqual(await cidsOf("format=car&entity-bytes=9:3"), [root]);
  const whole = await get(url, `${film!.cid}?format=car&car-dups=y`);
  const ours: Uint8Array[] = [];
  for await (const part of carOf(film!.root, async (place) => chunks[film!.firstChunk + place]!))
    ours.push(part);
  assert.deepEqual(whole.bytes, concatBytes(ours));
});

test("what is malformed, unknown, or not to be had is refused by the spec's statuses", async (t) => {
  const { url, onDisk } = await startIpfsEdge(t, work);
  const status = async (path: string, headers: Record<string, string> = {}) =>
    (await get(url, path, { headers })).status;
  const cid = film!.cid;
  const bad = [
    "format=tar",
    "format=car&dag-scope=some",
    "format=car&car-dups=x",
    "format=car&entity-bytes=1",
    "",
  ];
  for (const query of bad) assert.equal(await status(`${cid}?${query}`), 400, query);
  assert.equal(await status(`${cid}?format=car&entity-bytes=${stored.length}:*`), 400);
  assert.equal(await status(`${cid}?format=car&car-version=2`), 406);
  assert.equal(await status(cid, { accept: "text/html" }), 406);
  assert.equal(await status("QmWATWQ7fVPP2EFGu71UkfnqhYXDYH566qy47CnJDgvs8u?format=raw"), 400);
  assert.equal(await status(`${cid.toUpperCase()}?format=raw`), 400);
  const unknown = formatCid({ codec: "raw", hash: sampleBytes(32, 77) });
  assert.equal(await status(`${unknown}?format=raw`), 404);
  assert.equal(await status(`${unknown}?format=raw`, { "cache-control": "only-if-cached" }), 412);
  assert.equal(await status("bafkqaaa?format=raw"), 200);
  assert.equal(await status("bafkqaaa?format=car"), 200);
  onDisk.delete(film!.firstChunk + 1);
  assert.equal(await status(`${filmCids[1]}?format=raw`), 404);
  assert.equal(await status(`${cid}?format=car`), 404);
  assert.equal(await status(`${cid}?format=car&dag-scope=block`), 200);
});

test("another edge fills from our gateway", async (t) => {
  const { url } = await startIpfsEdge(t, work);
  const ours = await fillingEdge(t, work, { gateways: [url] });
  const filled = await ours.chunks(0, chunks.length - 1);
  assert.ok(filled.every((bytes, index) => bytes?.equals(chunks[index]!)));
});

test.skipIf(!hasGo())(
  "boxo's gateway, which is Kubo's, reads ours, and is read by an edge",
  { timeout: 600_000 },
  async (t) => {
    const program = await buildBoxoGateway();
    const edge = await startIpfsEdge(t, work);
    // it asks ours for each block, verifies it, and puts the file together
    const reader = await startBoxoGateway(t, program, "-fetch", edge.url);
    assert.deepEqual((await get(reader.url, film!.cid)).bytes, stored);
    const range = await get(reader.url, film!.cid, { headers: { range: "bytes=65530-65540" } });
    assert.deepEqual(range.bytes, stored.slice(65_530, 65_541));

    const path = join(scratchDir(t), "film.car");
    await writeFile(
      path,
      carOf(film!.root, async (place) => chunks[film!.firstChunk + place]!),
    );
    const boxo = await startBoxoGateway(t, program, path);
    const ours = await fillingEdge(t, work, { gateways: [boxo.url] });
    const filled = await ours.chunks(film!.firstChunk, film!.firstChunk + 3);
    filled.forEach((bytes, place) => {
      assert.ok(bytes?.equals(chunks[film!.firstChunk + place]!));
    });
    // both gateways put the same blocks into a CAR, in the same order
    const cidsFrom = async (url: string, query: string) =>
      blocksIn((await get(url, `${film!.cid}?${query}`)).bytes).map(({ cid }) => cid);
    for (const query of [
      "format=car&dag-scope=entity&car-dups=y",
      "format=car&dag-scope=entity&entity-bytes=70000:70001&car-dups=y",
    ])
      assert.deepEqual(await cidsFrom(edge.url, query), await cidsFrom(boxo.url, query), query);
  },
);
