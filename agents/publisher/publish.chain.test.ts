// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type PrivateKeyAccount, pad } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { startTestEdge } from "../edge/testing/startTestEdge.ts";
import { type ChainConnection, connectChain } from "../kernel/chain/chain.ts";
import { UserError } from "../kernel/process/errors.ts";
import { createLogger } from "../kernel/process/log.ts";
import { openStore } from "../kernel/store/store.ts";
import { createSender, type Sender } from "../kernel/tx/sender.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { contentRegistryAbi } from "../sdk/abis.generated.ts";
import { fetchChunk } from "../sdk/content/fetchChunk.ts";
import { getEdges } from "../sdk/content/getEdges.ts";
import { chunksOfSecond, decodeManifest } from "../sdk/content/manifest.ts";
import { type PublishParameters, type PublishProgress, publishFile } from "./publish.ts";
import { wav } from "./testing/wav.ts";

let devchain: Devchain;
let chain: ChainConnection<"ContentRegistry">;
let sender: Sender;
let publisher: PrivateKeyAccount;
const edges: Awaited<ReturnType<typeof startTestEdge>>[] = [];
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  devchain = await startDevchain();
  chain = await connectChain({
    rpcUrl: devchain.rpcUrl,
    contracts: ["ContentRegistry"],
    deploymentPath: devchain.deployment.path,
  });
  publisher = (await devchain.newAccount()).account;
  const store = await openStore<Record<string, never>>(join(devchain.directory, "publisher.sqlite"), []);
  const log = createLogger("publisher", "silent");
  sender = createSender({
    publicClient: chain.publicClient,
    account: publisher,
    store,
    log,
    abi: contentRegistryAbi,
  });
  closing.push(
    () => store.close(),
    () => sender.stop(),
  );
  for (let count = 0; count < 2; count++) edges.push(await startTestEdge(devchain));
});
afterAll(async () => {
  for (const edge of edges) await edge.stop();
  for (const close of closing.reverse()) await close();
  await devchain?.stop();
});

const publish = (file: string, more: Partial<PublishParameters> = {}) =>
  publishFile({
    chain,
    sender,
    file,
    payee: pad(publisher.address),
    ratePerSecondWei: 10n,
    edges: edges.map(({ edge }) => edge),
    ...more,
  });

async function mediaFile(name: string, bytes: Buffer): Promise<string> {
  const path = join(devchain.directory, name);
  await writeFile(path, bytes);
  return path;
}

const registeredBy = () => chain.publicClient.getTransactionCount({ address: publisher.address });

test("a file that is missing, empty, a directory or not to be read is refused, with advice", async () => {
  const directory = join(devchain.directory, "clips");
  await mkdir(directory);
  const locked = await mediaFile("locked.mp4", Buffer.from("x"));
  await chmod(locked, 0);
  const cases: [string, RegExp][] = [
    [join(devchain.directory, "nothing.mp4"), /There is no file .*nothing\.mp4.*Check the path/],
    [await mediaFile("empty.mp4", Buffer.alloc(0)), /empty\.mp4 is empty.*written completely/],
    [directory, /clips is a directory.*Name one media file/],
    ["/dev/null", /not a regular file/],
  ];
  // root may read everything
  if (process.getuid?.() !== 0) cases.push([locked, /cannot be read.*permissions/]);
  const before = await registeredBy();
  for (const [file, what] of cases) {
    await assert.rejects(publish(file), (error: UserError) => {
      assert.ok(error instanceof UserError, String(error));
      assert.match(`${error.message} ${error.advice}`, what);
      return true;
    });
  }
  await assert.rejects(
    publish(await mediaFile("any.wav", wav(1_000, 200)), { edges: [] }),
    /no edge to publish to/,
  );
  assert.equal(await registeredBy(), before);
});

test("what was published can be watched to the last byte, from any edge that the chain names", async () => {
  const bytes = wav(1_000_001, 200_000);
  const path = await mediaFile("work.webm", bytes);
  const seen: PublishProgress[] = [];
  const published = await publish(path, { onProgress: (progress) => seen.push(progress) });
  assert.deepEqual(published.failures, []);
  assert.equal(published.stored.length, 2);

  const { ContentRegistry, ContentCourt, OperatorRegistry } = devchain.deployment.contracts;
  const onChain = await chain.publicClient.readContract({
    address: ContentRegistry,
    abi: contentRegistryAbi,
    functionName: "contentOf",
    args: [published.contentId],
  });
  assert.deepEqual(
    [onChain.payee, onChain.ratePerSecond, onChain.leafCount],
    [pad(publisher.address).toLowerCase(), 10n, 17n],
  );
  const content = { contentId: published.contentId, ...onChain };
  const court = { chainId: chain.chainId, contentCourt: ContentCourt };
  const found = await getEdges(chain.publicClient, {
    operatorRegistry: OperatorRegistry,
    startBlock: 0n,
  });
  assert.deepEqual(
    found,
    edges.map(({ edge }) => edge),
  );
  for (const edge of found) {
    const get = async (index: number) => (await fetchChunk({ content, index, edges: [edge], court })).bytes;
    const manifest = decodeManifest(content, await get(0));
    assert.deepEqual(manifest, published.manifest);
    assert.deepEqual([manifest.title, manifest.mediaType, manifest.durationSec], ["work", "audio/wav", 5]);
    const seconds = Array.from({ length: manifest.durationSec }, (_, second) =>
      chunksOfSecond(manifest, second),
    );
    const parts: Uint8Array[] = [];
    for (const index of new Set(seconds.flat())) parts.push(await get(index));
    assert.ok(Buffer.concat(parts).equals(bytes));
  }
  assert.deepEqual(seen.filter(({ stage }) => stage === "hash").at(-1), {
    stage: "hash",
    done: 17,
    total: 17,
  });
  assert.deepEqual(seen.at(-1), { stage: "upload", sent: 34 });
});

test("publishing again is the same work, sends no transaction, and only what is missing", async () => {
  const path = await mediaFile("again.bin", wav(300_000));
  const first = await publish(path, { edges: [edges[0]!.edge] });
  const transactions = await registeredBy();
  const folder = join(edges[0]!.settings.dataDir, "content", first.contentId);
  await edges[0]!.stop();
  await rm(join(folder, "2"));
  edges[0] = await startTestEdge(devchain, { ...edges[0]!.settings });
  let sent = 0;
  const second = await publish(path, { onProgress: ({ stage }) => void (stage === "upload" && sent++) });
  assert.equal(second.contentId, first.contentId);
  assert.equal(await registeredBy(), transactions);
  assert.equal(sent, 1 + first.leafCount);
  const other = await publish(path, { ratePerSecondWei: 11n });
  assert.notEqual(other.contentId, first.contentId);
});

test("an edge that is gone stops nobody; when all are, one error says why, and the next run goes on", async () => {
  const path = await mediaFile("gone.bin", wav(70_000));
  const gone = { operator: publisher.address, endpoint: "http://127.0.0.1:9" };
  const refusing = createServer((_, response) => {
    response
      .writeHead(507, { "content-type": "application/problem+json" })
      .end('{"code":"no_space","detail":"No space."}');
  });
  await new Promise<void>((resolve) => refusing.listen(0, "127.0.0.1", resolve));
  const full = { ...gone, endpoint: `http://127.0.0.1:${(refusing.address() as AddressInfo).port}` };
  try {
    await assert.rejects(publish(path, { edges: [full] }), (error: UserError) => {
      assert.ok(error instanceof UserError);
      assert.match(`${error.message} ${error.advice}`, /No edge took all.*No space.*Publish it again/s);
      return true;
    });
    const { stored, failures } = await publish(path, { edges: [full, gone, edges[0]!.edge] });
    assert.deepEqual(stored, [edges[0]!.edge]);
    assert.deepEqual(
      failures.map(({ edge }) => edge),
      [full, gone],
    );
  } finally {
    refusing.close().closeAllConnections();
  }
});

test("an edge that asks for chunks which are not there, or twice, gets each once; its words are made harmless", async () => {
  const path = await mediaFile("greedy.bin", wav(100_000));
  const asked: string[] = [];
  const greedy = createServer((request, response) => {
    request.resume().on("end", () => {
      asked.push(request.url?.split("/").at(-1) ?? "");
      const status = {
        missing: [
          [1, 2 ** 40],
          [0, 2],
          [2, 2 ** 50],
        ],
      };
      response.end(request.url?.includes("chunks") ? "" : JSON.stringify(status));
    });
  });
  await new Promise<void>((resolve) => greedy.listen(0, "127.0.0.1", resolve));
  const rude = createServer((_, response) => {
    response.writeHead(422).end(JSON.stringify({ code: "no", detail: "\u001b[2Jgone" }));
  });
  await new Promise<void>((resolve) => rude.listen(0, "127.0.0.1", resolve));
  const edgeAt = (server: typeof greedy) => ({
    operator: publisher.address,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
  try {
    const { failures } = await publish(path, { edges: [edgeAt(greedy), edgeAt(rude)] });
    assert.deepEqual(asked.slice(1).sort(), ["1", "2"]);
    assert.match(failures[0]!.reason, /refused: \?\[2Jgone$/);
  } finally {
    greedy.close().closeAllConnections();
    rude.close().closeAllConnections();
  }
});

test("a file that changes while it is published is said to, and no edge takes the new bytes", async () => {
  const path = await mediaFile("changing.bin", wav(200_000));
  const onProgress = ({ stage }: PublishProgress) => {
    if (stage === "register") writeFileSync(path, wav(200_000));
  };
  await assert.rejects(publish(path, { onProgress }), /changed while it was being published/);
});

test("a caller that gives up is told so", async () => {
  const giveUp = new AbortController();
  const path = await mediaFile("stopped.bin", wav(200_000));
  const onProgress = ({ stage }: PublishProgress) =>
    void (stage === "upload" && giveUp.abort(new Error("enough")));
  await assert.rejects(publish(path, { onProgress, signal: giveUp.signal }), /enough/);
});
