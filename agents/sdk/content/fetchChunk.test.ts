// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { bytesToHex, type Hex } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, test } from "vitest";
import { deferred } from "../wire/deferred.ts";
import { ChunkUnavailableError, fetchChunk } from "./fetchChunk.ts";
import { sha256 } from "./leaf.ts";
import { proofOf } from "./proof.ts";
import { signReceipt } from "./receipt.ts";
import { type Edge, PROOF_HEADER, RECEIPT_HEADER } from "./requestChunk.ts";
import { commit, sampleWork } from "./testing/sampleWork.ts";

const court = { chainId: 31_337, contentCourt: `0x${"11".repeat(20)}` } as const;
const account = privateKeyToAccount(generatePrivateKey());
const stranger = privateKeyToAccount(generatePrivateKey());
const { chunks, tree, content } = await sampleWork([100, 65_536, 65_536, 5_000]);
const other = await sampleWork([100, 65_536, 65_536, 5_000], 9);
const servers: Server[] = [];

type Answer = { status?: number; body: Uint8Array; proof: Uint8Array; signature: Hex | "" };

async function signed(
  bytes: Uint8Array,
  index: number,
  by: PrivateKeyAccount = account,
  generation = 0,
): Promise<Hex> {
  const chunkHash = bytesToHex(await sha256(bytes));
  const receipt = {
    contentId: content.contentId,
    generation,
    index: BigInt(index),
    length: bytes.length,
    chunkHash,
  };
  return signReceipt(by, court, receipt);
}

async function truth(index: number): Promise<Answer> {
  const body = chunks[index]!;
  return { body, proof: proofOf(tree, index), signature: await signed(body, index) };
}

async function listen(listener: RequestListener): Promise<Edge> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    operator: account.address,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
}

const headersOf = ({ proof, signature }: Answer) => ({
  [PROOF_HEADER]: Buffer.from(proof).toString("base64"),
  [RECEIPT_HEADER]: signature,
});

const answering = (answer: Answer) =>
  listen((_, response) => void response.writeHead(answer.status ?? 200, headersOf(answer)).end(answer.body));

let honest: Edge;
beforeAll(async () => {
  honest = await listen(async (request, response) => {
    const answer = await truth(Number(request.url?.split("/").at(-1)));
    response.writeHead(200, headersOf(answer)).end(answer.body);
  });
});
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections();
});

const get = (index: number, edges: Edge[], timeoutMs = 5_000) =>
  fetchChunk({ content, index, edges, court, timeoutMs });

test("every chunk of an honest edge arrives", async () => {
  for (const [index, bytes] of chunks.entries()) {
    const fetched = await get(index, [honest]);
    assert.deepEqual(fetched, { bytes, edge: honest, failures: [] });
  }
});

test("an endpoint may have a path and a slash at its end", async () => {
  const edge = await listen(async (request, response) => {
    assert.equal(request.url, `/tributary/v1/content/${content.contentId}/chunks/3`);
    const answer = await truth(3);
    response.writeHead(200, headersOf(answer)).end(answer.body);
  });
  await get(3, [{ ...edge, endpoint: `${edge.endpoint}/tributary/` }]);
});

const flipped = Uint8Array.from(chunks[1]!);
flipped[5]! ^= 1;
const good = await truth(1);

const bad: [string, () => Promise<Edge>, RegExp][] = [
  [
    "flips a bit, and signs it as served",
    async () => answering({ ...good, body: flipped, signature: await signed(flipped, 1) }),
    /bytes that are not the chunk's/,
  ],
  [
    "flips a bit, under a true receipt",
    () => answering({ ...good, body: flipped }),
    /bytes that are not the chunk's/,
  ],
  [
    "serves true bytes with a receipt for others",
    async () => answering({ ...good, signature: await signed(flipped, 1) }),
    /not signed/,
  ],
  [
    "serves true bytes with the receipt of another place",
    async () => answering({ ...good, signature: await signed(chunks[1]!, 2) }),
    /not signed/,
  ],
  [
    "signs for another generation",
    async () => answering({ ...good, signature: await signed(chunks[1]!, 1, account, 1) }),
    /not signed/,
  ],
  [
    "sends a receipt of another edge",
    async () => answering({ ...good, signature: await signed(chunks[1]!, 1, stranger) }),
    /not signed/,
  ],
  ["sends no receipt", () => answering({ ...good, signature: "" }), /no receipt/],
  [
    "sends garbage for a receipt",
    () => answering({ ...good, signature: `0x${"7f".repeat(65)}` }),
    /not signed/,
  ],
  ["serves another chunk of the work", async () => answering(await truth(2)), /proved chunk 2 instead/],
  [
    "serves a chunk of another work",
    async () =>
      answering({
        body: other.chunks[1]!,
        proof: proofOf(other.tree, 1),
        signature: await signed(other.chunks[1]!, 1),
      }),
    /does not lead to the root/,
  ],
  [
    "sends a proof cut short",
    () => answering({ ...good, proof: good.proof.slice(0, -32) }),
    /does not lead to the root/,
  ],
  ["sends no proof", () => answering({ ...good, proof: new Uint8Array(0) }), /does not lead to the root/],
  [
    "sends a chunk cut short",
    () => answering({ ...good, body: chunks[1]!.slice(0, -1) }),
    /sent 65535 bytes of 65536/,
  ],
  [
    "sends too many bytes",
    () => answering({ ...good, body: new Uint8Array(70_000) }),
    /more than 65536 bytes/,
  ],
  ["sends nothing", () => answering({ ...good, body: new Uint8Array(0) }), /sent 0 bytes of 65536/],
  ["answers 404", () => answering({ ...good, status: 404 }), /status 404/],
  ["answers 206", () => answering({ ...good, status: 206 }), /status 206/],
  [
    "redirects to an honest one",
    () =>
      listen((request, response) =>
        response.writeHead(302, { location: `${honest.endpoint}${request.url}` }).end(),
      ),
    /redirect/,
  ],
  ["never answers", () => listen(() => {}), /nothing for 500 ms|longer than 500 ms/],
  [
    "stops in the middle",
    () => listen((_, response) => response.writeHead(200).write("a")),
    /nothing for 500 ms|longer than 500 ms/,
  ],
  ["hangs up", () => listen((request) => request.socket.destroy()), /other side closed|ECONNRESET/],
  [
    "is not there",
    async () => ({ operator: account.address, endpoint: "http://127.0.0.1:1" }),
    /ECONNREFUSED|bad port/,
  ],
  [
    "has no URL",
    async () => ({ operator: account.address, endpoint: "file:///etc/passwd" }),
    /no base URL of a node/,
  ],
];

for (const [what, make, reason] of bad) {
  test(`the next edge serves when one ${what}`, async () => {
    const edge = await make();
    const { bytes, edge: from, failures } = await get(1, [edge, honest], 500);
    assert.deepEqual(bytes, chunks[1]);
    assert.equal(from, honest);
    assert.equal(failures.length, 1);
    assert.match(failures[0]!.reason, reason);
  });
}

for (const status of [503, 500, 429]) {
  test(`an edge that answers one request with ${status} is asked again, and another only after that`, async () => {
    let asked = 0;
    const busyFor = (requests: number) =>
      listen(async (_, response) => {
        asked += 1;
        if (asked <= requests) return response.writeHead(status).end();
        response.writeHead(200, headersOf(good)).end(good.body);
      });
    const busy = await busyFor(1);
    assert.deepEqual(await get(1, [busy, honest]), { bytes: chunks[1], edge: busy, failures: [] });
    asked = 0;
    const busier = await busyFor(2);
    const { edge, failures } = await get(1, [busier, honest]);
    assert.equal(edge, honest);
    assert.deepEqual([asked, failures.length], [2, 1]);
    // without another edge, its time comes
    asked = 0;
    assert.deepEqual((await get(1, [await busyFor(2)])).bytes, chunks[1]);
  });
}

/** Sends the chunk byte by byte until `hurry` resolves, and the rest of it then. */
const dripping = (hurry: Promise<void>, onClose = () => {}) =>
  listen(async (_, response) => {
    response.on("close", onClose).writeHead(200, headersOf(good));
    let sent = 0;
    const timer = setInterval(() => response.write(good.body.slice(sent, ++sent)), 10);
    response.on("close", () => clearInterval(timer));
    await hurry;
    clearInterval(timer);
    response.end(good.body.slice(sent));
  });
const silent = () => listen(() => {});
const never = new Promise<void>(() => {});

test("while a chunk takes an edge long, the next is asked, and the slow one is still heard where that one has none", async () => {
  const hurry = deferred<void>();
  const slow = await dripping(hurry.promise);
  const missing = await listen((_, response) => {
    response.writeHead(404).end();
    hurry.resolve();
  });
  const { bytes, edge, failures } = await get(1, [slow, missing], 200);
  assert.deepEqual(bytes, chunks[1]);
  assert.equal(edge, slow);
  assert.deepEqual(
    failures.map(({ edge }) => edge),
    [slow, missing],
  );
});

test("a slow edge sends no more once another served", async () => {
  const closed = deferred<void>();
  const slow = await dripping(never, closed.resolve);
  const { edge, failures } = await get(1, [slow, honest], 200);
  assert.equal(edge, honest);
  assert.match(failures[0]!.reason, /longer than 200 ms/);
  await closed.promise;
});

test("an edge that was silent is asked again where no other has the chunk", async () => {
  let asked = 0;
  const waking = await listen((_, response) => {
    asked += 1;
    if (asked > 2) response.writeHead(200, headersOf(good)).end(good.body);
  });
  const missing = await answering({ ...good, status: 404 });
  const { bytes, edge } = await get(1, [waking, missing], 200);
  assert.deepEqual([bytes, edge], [chunks[1], waking]);
});

test("edges that are silent or drip for ever are given up in the end: another time they may serve", async () => {
  const [first, second] = [await silent(), await dripping(never)];
  await assert.rejects(get(1, [first, second], 20), (error: ChunkUnavailableError) => {
    assert.ok(error instanceof ChunkUnavailableError && error.retryable);
    assert.match(error.message, /sent nothing for 20 ms.*(longer than 240 ms|nothing for 20 ms)/);
    return true;
  });
});

test("when all fail, one error says why, edge by edge", async () => {
  const liar = await answering({ ...good, body: flipped });
  const missing = await answering({ ...good, status: 404 });
  await assert.rejects(get(1, [liar, missing]), (error: ChunkUnavailableError) => {
    assert.ok(error instanceof ChunkUnavailableError);
    assert.deepEqual(
      error.failures.map(({ edge }) => edge),
      [liar, missing],
    );
    assert.match(error.message, /not the chunk's.*status 404/);
    return true;
  });
  await assert.rejects(get(1, []), ChunkUnavailableError);
});

test("a chunk that the chain does not know is served by nobody", async () => {
  await assert.rejects(
    fetchChunk({ content: commit(other.tree), index: 1, edges: [honest], court }),
    /does not lead/,
  );
});

test("a caller that gives up is told so at once, and no further edge is asked", async () => {
  const giveUp = new AbortController();
  const asked: string[] = [];
  const slow = await listen((request) => {
    asked.push(request.url ?? "");
    giveUp.abort(new Error("enough"));
  });
  const promise = fetchChunk({
    content,
    index: 1,
    edges: [slow, slow, honest],
    court,
    signal: giveUp.signal,
  });
  await assert.rejects(promise, /enough/);
  assert.equal(asked.length, 1);
});
