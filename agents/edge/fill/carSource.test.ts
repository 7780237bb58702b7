// SPDX-License-Identifier: GPL-3.0-or-later
// A trustless gateway as a source by CARs: our own, and those that lie, refuse, or write another CAR than was asked for.
import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { type TestContext, test } from "vitest";
import { serveAnswers } from "../../kernel/testing/serveAnswers.ts";
import { CHUNK_BYTES } from "../../sdk/content/leaf.ts";
import { concatBytes } from "../../sdk/content/merkle.ts";
import { sampleRenditions } from "../../sdk/content/testing/sampleRenditions.ts";
import { sampleBytes } from "../../sdk/content/testing/sampleWork.ts";
import { ipfsFilesOf } from "../../sdk/publishing/ipfsFiles.ts";
import { planCar } from "../ipfs/carPlan.ts";
import { fillingEdge } from "../testing/fillingEdge.ts";
import { startIpfsEdge } from "../testing/ipfsEdge.ts";
import { createCarReader, NotTheCarError } from "./readCar.ts";

const twice = sampleBytes(CHUNK_BYTES, 7);
const work = await sampleRenditions([
  // a chunk that comes twice, and fragments that end in the middle of one
  {
    name: "480p",
    plaintexts: [concatBytes([twice, sampleBytes(500, 8)]), concatBytes([twice, sampleBytes(3_000, 9)])],
  },
  { name: "sound", plaintexts: [sampleBytes(70, 1)] },
]);
const { chunks, layout, tree } = work;
const last = chunks.length - 1;
const [film] = await ipfsFilesOf(work.manifest, layout, tree.leaves);
const firstOfFilm = film!.firstChunk;

/** A gateway before ours: `answer` sees each request for a CAR, with the CAR as it should be. */
async function gatewayBefore(
  t: TestContext,
  answer: (response: ServerResponse, car: Buffer) => void,
  onRaw: (response: ServerResponse, block: Buffer) => void = (response, block) => response.end(block),
) {
  const ours = await startIpfsEdge(t, work);
  return serveAnswers(t, async ({ url = "" }, response) => {
    const asked = await fetch(ours.url + url);
    const bytes = Buffer.from(await asked.arrayBuffer());
    if (asked.status !== 200) response.writeHead(asked.status).end();
    else (url.includes("format=car") ? answer : onRaw)(response, bytes);
  });
}

const isCar = (url: string) => url.includes("format=car");
const isRaw = (url: string) => url.includes("format=raw");

/** An edge that has the manifest: it is what says where files are. */
async function edgeOf(t: TestContext, gateways: string[]) {
  const edge = await fillingEdge(t, work, { gateways });
  await edge.chunks(0, firstOfFilm - 1);
  return edge;
}

async function assertFills(edge: Awaited<ReturnType<typeof edgeOf>>, first: number, until: number) {
  const filled = await edge.chunks(first, until);
  for (const [at, bytes] of filled.entries())
    assert.ok(bytes?.equals(chunks[first + at]!), `chunk ${first + at}`);
}

test("a run comes as one CAR of each file, the manifest as blocks", async (t) => {
  const gateway = await gatewayBefore(t, (response, car) => response.end(car));
  const edge = await edgeOf(t, [gateway.url]);
  assert.ok(gateway.asked.every(isRaw));
  gateway.asked.length = 0;
  await assertFills(edge, firstOfFilm, last);
  assert.equal(gateway.asked.filter(isCar).length, 1);
  // the sound is a chunk alone
  assert.equal(gateway.asked.filter(isRaw).length, 1);

  // from the middle of a file, and a work whose manifest is to come
  await assertFills(await edgeOf(t, [gateway.url]), firstOfFilm + 1, firstOfFilm + 2);
  await assertFills(await fillingEdge(t, work, { gateways: [gateway.url] }), 0, last);
});

const bytewise = (response: ServerResponse, car: Buffer) => {
  for (let at = 0; at < car.length; at += 997) response.write(car.subarray(at, at + 997));
  response.end();
};
test("a CAR may come in any pieces", async (t) => {
  const gateway = await gatewayBefore(t, bytewise);
  await assertFills(await edgeOf(t, [gateway.url]), firstOfFilm, last);
});

test.for<[string, (response: ServerResponse, car: Buffer) => void]>([
  ["refuses CARs", (response) => void response.writeHead(406).end()],
  ["knows the URL not", (response) => void response.writeHead(400).end()],
  ["answers with a page", (response) => void response.end("<html>".repeat(400))],
  ["leaves out what comes twice", (response, car) => void response.end(withoutLast(car))],
  ["adds a block", (response, car) => void response.end(Buffer.concat([car, car.subarray(-104)]))],
])("who %s is asked for blocks, once and for all, and keeps its place", async ([, answer], t) => {
  const gateway = await gatewayBefore(t, answer);
  const edge = await edgeOf(t, [gateway.url]);
  await assertFills(edge, firstOfFilm, last);
  assert.equal(edge.sources.rank().ask[0]!.stats.failures, 0);
  const cars = gateway.asked.filter(isCar).length;
  await edge.keeper.idle();
  for (let index = firstOfFilm; index <= last; index++)
    await edge.store.removeChunk(work.content.contentId, index);
  await assertFills(edge, firstOfFilm, last);
  assert.equal(gateway.asked.filter(isCar).length, cars);
});

/** The CAR with its second copy of a chunk cut out: another gateway's, with dups=n. */
function withoutLast(car: Buffer): Buffer {
  const section = 3 + 36 + CHUNK_BYTES;
  const at = car.lastIndexOf(Buffer.from(twice)) - 3 - 36;
  return Buffer.concat([car.subarray(0, at), car.subarray(at + section)]);
}

test("a gateway that lacks one chunk gives the others as blocks, and its CARs afterwards", async (t) => {
  const ours = await startIpfsEdge(t, work);
  const bytes = ours.onDisk.get(firstOfFilm + 1)!;
  ours.onDisk.delete(firstOfFilm + 1);
  const edge = await edgeOf(t, [ours.url]);
  const filled = await edge.chunks(firstOfFilm, last);
  assert.ok(filled[0]?.equals(chunks[firstOfFilm]!));
  assert.ok(filled[1] === undefined);
  ours.onDisk.set(firstOfFilm + 1, bytes);
  await edge.clock.advance(10_001);
  await assertFills(edge, firstOfFilm, last);
});

test("wrong bytes in a CAR are never taken, and the gateway is believed no more", async (t) => {
  const flip = (car: Buffer, at: number) => Buffer.from(car.with(at, car[at]! ^ 1));
  const nodeAt = 59 + 2 + 36 + 4;
  for (const spoil of [
    // a chunk's last byte, and a byte in the node above it
    (car: Buffer) => flip(car, car.length - 1),
    (car: Buffer) => flip(car, nodeAt),
  ]) {
    const liar = await gatewayBefore(t, (response, car) => response.end(spoil(car)));
    const edge = await edgeOf(t, [liar.url]);
    const filled = await edge.chunks(firstOfFilm, firstOfFilm + 3);
    assert.ok(filled.includes(undefined));
    for (const [at, bytes] of filled.entries()) if (bytes) assert.ok(bytes.equals(chunks[firstOfFilm + at]!));
    assert.equal(edge.sources.rank().ask.length, 0);
  }
  // with an honest one beside it nobody notices
  const liar = await gatewayBefore(t, (response, car) => response.end(flip(car, car.length - 1)));
  const honest = await startIpfsEdge(t, work);
  await assertFills(await edgeOf(t, [liar.url, honest.url]), firstOfFilm, last);
});

test("a CAR that ends early or breaks off demotes the gateway, and another is asked for the rest", async (t) => {
  for (const answer of [
    (response: ServerResponse, car: Buffer) => void response.end(car.subarray(0, CHUNK_BYTES + 2_000)),
    (response: ServerResponse, car: Buffer) => {
      response.write(car.subarray(0, CHUNK_BYTES + 2_000));
      setImmediate(() => response.destroy());
    },
  ]) {
    const broken = await gatewayBefore(t, answer);
    const good = await startIpfsEdge(t, work);
    const edge = await edgeOf(t, [broken.url, good.url]);
    await assertFills(edge, firstOfFilm, last);
    const stats = edge.sources.rank().ask.find(({ endpoint }) => endpoint === broken.url)?.stats;
    assert.equal(stats?.failures, 1);
  }
});

test("a CAR is read block by block: lengths, CIDs and the end are those of the plan", () => {
  const plan = planCar(film!.root, { format: "car", scope: "entity", hasDuplicates: true });
  const read = (bytes: Uint8Array) => [...createCarReader(plan).take(bytes)];
  assert.throws(() => read(Uint8Array.of(0)), NotTheCarError);
  assert.throws(() => read(Uint8Array.of(0x81, 0x08)), NotTheCarError, "a header of 1,025 bytes");
  assert.throws(() => read(Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x80)), NotTheCarError);
  assert.throws(() => read(Uint8Array.of(1, 0, 5)), NotTheCarError, "a block of five bytes");
  const reader = createCarReader(plan);
  assert.equal(reader.isDone(), false);
});
