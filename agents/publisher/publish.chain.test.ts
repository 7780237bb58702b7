// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type PrivateKeyAccount, pad } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { createNativeCurve } from "../curve/nativeCurve.ts";
import { startTestEdge } from "../edge/testing/startTestEdge.ts";
import { type ChainConnection, connectChain } from "../kernel/chain/chain.ts";
import { UserError } from "../kernel/process/errors.ts";
import { createLogger } from "../kernel/process/log.ts";
import { openStore } from "../kernel/store/store.ts";
import { createSender, type Sender } from "../kernel/tx/sender.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { contentRegistryAbi } from "../sdk/abis.generated.ts";
import { capsuleAt } from "../sdk/content/capsules.ts";
import { getContent } from "../sdk/content/getContent.ts";
import { getEdges } from "../sdk/content/getEdges.ts";
import type { Rendition } from "../sdk/content/manifestFields.ts";
import { checkCapsule, openCapsule } from "../sdk/encryption/capsule.ts";
import { coordinatesOf } from "../sdk/encryption/curve.ts";
import { FragmentSealed } from "../sdk/encryption/fragment.ts";
import { linkKeys } from "../sdk/encryption/keyProvider.ts";
import { partialDecryption } from "../sdk/encryption/partialDecryption.ts";
import { combine, dealShares } from "../sdk/encryption/shares.ts";
import { openWork } from "../sdk/player/openWork.ts";
import { KeysMissing } from "../sdk/player/playerErrors.ts";
import type { PublishProgress } from "../sdk/publishing/publishWork.ts";
import { readLadder } from "./ladder/storedLadder.ts";
import { openMediaFile } from "./mediaFile.ts";
import { ladderMedia } from "./mediaLadder.ts";
import { type PublishParameters, publishMedia } from "./publish.ts";
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

async function publish(file: string, more: Partial<PublishParameters> = {}) {
  const media = await openMediaFile(file, { encryption: more.secret ? "aes-256-gcm" : "none" });
  try {
    return await publishMedia({
      ...{ chain, sender, media, payee: pad(publisher.address), ratePerSecondWei: 10n },
      ...{ edges: edges.map(({ edge }) => edge), ...more },
    });
  } finally {
    await media.close();
  }
}

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
    [pad(publisher.address).toLowerCase(), 10n, 19n],
  );
  const content = { contentId: published.contentId, ...onChain };
  const court = { chainId: chain.chainId, contentCourt: ContentCourt };
  const found = await getEdges(chain.publicClient, { operatorRegistry: OperatorRegistry });
  assert.deepEqual(
    found,
    edges.map(({ edge }) => edge),
  );
  for (const edge of found) {
    const { manifest, layout, readFragment } = await openWork({ content, court, edges: [edge] });
    assert.deepEqual(manifest, published.manifest);
    const [{ mediaType }] = manifest.renditions as [Rendition];
    assert.deepEqual([manifest.title, mediaType, manifest.durationSec], ["work", "audio/wav", 5]);
    const parts = await Promise.all(layout.spans[0]!.map((span) => readFragment(span)));
    assert.ok(Buffer.concat(parts).equals(bytes));
  }
  assert.deepEqual(seen.filter(({ stage }) => stage === "hash").at(-1), {
    stage: "hash",
    done: 19,
    total: 19,
  });
  assert.deepEqual(seen.at(-1), { stage: "upload", sent: 38 });
});

test("what was published under a secret is read with the work's key alone, and is the same bytes each time", async () => {
  const bytes = wav(300_000, 60_000);
  const path = await mediaFile("secret.wav", bytes);
  const secret = Uint8Array.from({ length: 32 }, (_, at) => at);
  const { contentId, workKey } = await publish(path, { secret });
  const again = await publish(path, { secret });
  assert.deepEqual([again.contentId, again.workKey], [contentId, workKey]);
  const plain = await publish(path);
  assert.notEqual(plain.contentId, contentId);
  const { ContentRegistry, ContentCourt } = devchain.deployment.contracts;
  const content = await getContent(chain.publicClient, { contentId, contentRegistry: ContentRegistry });
  const work = {
    ...{ content, edges: edges.map(({ edge }) => edge) },
    court: { chainId: chain.chainId, contentCourt: ContentCourt },
  };
  const readAll = async (key: Uint8Array | undefined) => {
    const { layout, readFragment } = await openWork({ ...work, keys: key && linkKeys(key) });
    return Buffer.concat(await Promise.all(layout.spans[0]!.map((span) => readFragment(span))));
  };
  assert.ok((await readAll(workKey)).equals(bytes));
  await assert.rejects(readAll(undefined), KeysMissing);
  await assert.rejects(readAll(secret), FragmentSealed);
});

test("a work is sealed to a committee without asking a node, to the same bytes each time, and opens by t answers or by its link", async () => {
  const curve = createNativeCurve();
  const { publicKey, points, shares } = dealShares(curve, { threshold: 1, size: 1 });
  const committee = { id: `0x${"C1".repeat(32)}`, publicKey: coordinatesOf(publicKey) } as const;
  const path = await mediaFile("sealed.wav", wav(300_000, 60_000));
  const secret = new Uint8Array(32);
  await assert.rejects(publish(path, { committee }), /in the clear has no keys/);
  const { contentId, workKey, manifest } = await publish(path, { secret, committee });
  const again = await publish(path, { secret, committee });
  assert.deepEqual([again.contentId, again.manifest], [contentId, manifest]);
  assert.notEqual((await publish(path, { secret })).contentId, contentId);

  const { ContentRegistry } = devchain.deployment.contracts;
  const content = await getContent(chain.publicClient, { contentId, contentRegistry: ContentRegistry });
  const work = { content, edges: edges.map(({ edge }) => edge), keys: linkKeys(workKey!) };
  const opened = await openWork(work);
  assert.deepEqual(opened.manifest, manifest);
  await opened.readFragment(opened.layout.spans[0]![0]!);

  const committeeId = opened.manifest.committee!;
  assert.equal(committeeId, committee.id.toLowerCase());
  const place = { committeeId, contentId, generation: 0, rendition: 0, period: 0 };
  const capsule = checkCapsule(curve, place, capsuleAt(opened.manifest, 0, 0)!)!;
  const member = { committeeId, epoch: 0, index: 1, point: points[0]! };
  const { result } = partialDecryption(curve, member, shares[0]!, capsule.base);
  const combined = combine(curve, [{ index: 1, result }])!;
  assert.deepEqual(
    openCapsule(curve, publicKey, place, capsule, combined),
    await linkKeys(workKey!).periodKey({ contentId, generation: 0 }, 0, 0),
  );
});

test("a work that is registered with other bytes is not published over", async () => {
  const path = await mediaFile("taken.wav", wav(100_000, 20_000));
  const secret = new Uint8Array(32);
  await publish(path, { secret });
  // the id is the plaintext's, the bytes are the key's
  await assert.rejects(
    publish(path, { secret: secret.with(0, 1) }),
    /is registered with other bytes than .*taken/,
  );
});

test("a ladder is published encrypted, and each quality is read back as it was encoded", async () => {
  const clip = "agents/devnet/clips/tides";
  const ladder = await readLadder(clip);
  const media = await ladderMedia(clip, ladder, { title: "Tides", encryption: "aes-256-gcm" });
  const { contentId, workKey, manifest } = await publishMedia({
    ...{ chain, sender, media, payee: pad(publisher.address), ratePerSecondWei: 10n },
    ...{ secret: new Uint8Array(32), edges: edges.map(({ edge }) => edge) },
  });
  const { ContentRegistry, ContentCourt } = devchain.deployment.contracts;
  const content = await getContent(chain.publicClient, { contentId, contentRegistry: ContentRegistry });
  const work = await openWork({
    ...{ content, edges: edges.map(({ edge }) => edge), keys: linkKeys(workKey!) },
    court: { chainId: chain.chainId, contentCourt: ContentCourt },
  });
  assert.deepEqual(work.manifest, manifest);
  assert.deepEqual(
    manifest.renditions.map(({ name, height, fragments }) => [name, height, fragments.length]),
    [
      ["480p", 480, 6],
      ["720p", 720, 6],
      ["1080p", 1_080, 6],
      ["4K", 2_160, 6],
    ],
  );
  assert.ok(manifest.poster && manifest.poster.bytes.length > 10_000);
  for (const span of work.layout.spans.flat()) {
    const { path } = ladder.renditions[span.rendition]!.fragments[span.fragment]!;
    assert.ok((await readFile(path)).equals(await work.readFragment(span)), path);
  }
  assert.deepEqual(work.failures, []);
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
  // once the work has its name, and before the first chunk is made
  const onProgress = ({ stage }: PublishProgress) => {
    if (stage === "read") writeFileSync(path, wav(200_000));
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
