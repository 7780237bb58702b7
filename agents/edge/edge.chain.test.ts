// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bytesToHex, createWalletClient, http, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, test } from "vitest";
import { connectChain } from "../kernel/chain/chain.ts";
import { loadConfig } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";
import { startRpcProxy } from "../kernel/testing/rpcProxy.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { asEnvironment } from "../localnet/roleSettings.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { readOperator } from "../operators/registration.ts";
import { operatorRegistryAbi } from "../sdk/abis.generated.ts";
import { foundry } from "../sdk/chain/foundry.ts";
import { fetchChunk } from "../sdk/content/fetchChunk.ts";
import { getEdges } from "../sdk/content/getEdges.ts";
import { hashChunk, leafHash } from "../sdk/content/leaf.ts";
import { encodeLeafList } from "../sdk/content/leafList.ts";
import { buildLevels, rootOf } from "../sdk/content/merkle.ts";
import { requestChunk } from "../sdk/content/requestChunk.ts";
import { sampleBytes, sampleLeaves } from "../sdk/content/testing/sampleWork.ts";
import { buildTree, type ContentTree } from "../sdk/content/tree.ts";
import { edgeConfig } from "./config.ts";
import { startEdge } from "./service.ts";
import {
  newPublisher,
  putToEdge,
  registerSample,
  registerTree,
  type SampleContent,
  storeSample,
} from "./testing/publishSample.ts";
import { startTestEdge, testEdgeFlags } from "./testing/startTestEdge.ts";

const CLI = fileURLToPath(new URL("../cli.ts", import.meta.url));

let devchain: Devchain;
let edge: Awaited<ReturnType<typeof startTestEdge>>;
let work: SampleContent;
let court: { chainId: number; contentCourt: `0x${string}` };

beforeAll(async () => {
  devchain = await startDevchain();
  court = { chainId: 31_337, contentCourt: devchain.deployment.contracts.ContentCourt };
  edge = await startTestEdge(devchain, { maxContentBytes: 300_000 });
  work = await registerSample(devchain, [90, 65_536, 65_536, 1_500]);
});
afterAll(async () => {
  await edge?.stop();
  await devchain?.stop();
});

const pathOf = ({ content }: SampleContent) => `/v1/content/${content.contentId}`;
const getJson = async (path: string) => {
  const response = await fetch(`${edge.url}${path}`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const fetchFrom = (index: number, { content } = work, from = edge.edge) =>
  fetchChunk({ content, index, edges: [from], court });

test("it registers itself with its bond, and says that it is ready", async () => {
  const operator = await devchain.anvil.client.readContract({
    address: devchain.deployment.contracts.OperatorRegistry,
    abi: operatorRegistryAbi,
    functionName: "operatorOf",
    args: [edge.operator],
  });
  assert.equal(operator.endpoint, edge.url);
  assert.equal(operator.bond, parseEther("1000"));
  assert.equal(operator.region, bytesToHex(Buffer.from("local\0\0\0")));
  await waitFor("the edge to be ready", async () => (await getJson("/ready")).status === 200);
});

test("a chunk is refused before the leaf list, and so is a work that is not on chain", async () => {
  const early = await putToEdge(edge.edge, `${pathOf(work)}/chunks/1`, work.chunks[1]!);
  assert.deepEqual([early.status, early.body.code], [404, "work_not_held"]);
  const unknown = await putToEdge(edge.edge, `/v1/content/0x${"77".repeat(32)}`, work.leafList);
  assert.deepEqual([unknown.status, unknown.body.code], [404, "unknown_content"]);
});

test("a leaf list that is not exactly the one committed is refused (CNT-2)", async () => {
  const flipped = work.leafList.slice();
  flipped[75]! ^= 1;
  const differs = await putToEdge(edge.edge, pathOf(work), flipped);
  assert.deepEqual([differs.status, differs.body.code], [422, "leaf_list_differs"]);
  for (const list of [work.leafList.slice(0, -1), work.leafList.slice(68), new Uint8Array(0)]) {
    const bad = await putToEdge(edge.edge, pathOf(work), list);
    assert.deepEqual([bad.status, bad.body.code], [400, "bad_leaf_list"]);
  }
  assert.equal((await getJson(pathOf(work))).status, 404);
});

test("a work whose publisher put two leaves of one index into its tree is refused (CNT-2)", async () => {
  const chunks = [sampleBytes(50, 1), sampleBytes(60, 2)];
  const leaves = await Promise.all(chunks.map((chunk) => hashChunk(0, chunk)));
  // buildTree would refuse; commit to the root that a dishonest publisher computes on its own
  const checkpointsRoot = rootOf(buildLevels(Buffer.concat(leaves.map(leafHash))));
  const content = await registerTree(devchain, { leaves, byteCount: 110n, checkpointsRoot });
  const refused = await putToEdge(edge.edge, `/v1/content/${content.contentId}`, encodeLeafList(leaves));
  assert.deepEqual([refused.status, refused.body.code], [422, "leaf_list_differs"]);
});

test("a work that is too large is refused before its list is read", async () => {
  const leaves = await Promise.all(
    [1, 2, 3, 4, 5].map((seed, at) => hashChunk(at, sampleBytes(65_536, seed))),
  );
  const content = await registerTree(devchain, buildTree(leaves));
  const refused = await putToEdge(edge.edge, `/v1/content/${content.contentId}`, encodeLeafList(leaves));
  assert.deepEqual([refused.status, refused.body.code], [413, "content_too_large"]);
});

test("it takes the leaf list, then the chunks, each only if it is true, and says what it misses", async () => {
  const taken = await putToEdge(edge.edge, pathOf(work), work.leafList);
  assert.deepEqual(taken, {
    status: 200,
    body: { leafCount: 4, stored: 0, complete: false, missing: [[0, 3]] },
  });
  const wrong: [string, Uint8Array, number, string][] = [
    ["1", work.chunks[2]!, 422, "chunk_differs"],
    ["1", work.chunks[1]!.slice(1), 422, "chunk_differs"],
    ["1", new Uint8Array(0), 422, "chunk_differs"],
    ["1", new Uint8Array(65_537), 413, "too_large"],
    ["4", work.chunks[1]!, 404, "no_such_chunk"],
    ["01", work.chunks[1]!, 400, "bad_index"],
    ["-1", work.chunks[1]!, 400, "bad_index"],
    ["99999999999999999999", work.chunks[1]!, 400, "bad_index"],
    ["%2e%2e%2fleaves", work.chunks[1]!, 400, "bad_path"],
  ];
  for (const [index, bytes, status, code] of wrong) {
    const refused = await putToEdge(edge.edge, `${pathOf(work)}/chunks/${index}`, bytes);
    assert.deepEqual([refused.status, refused.body?.code], [status, code], index);
  }
  assert.equal((await putToEdge(edge.edge, `${pathOf(work)}/chunks/2`, work.chunks[2]!)).status, 201);
  assert.equal((await putToEdge(edge.edge, `${pathOf(work)}/chunks/2`, work.chunks[2]!)).status, 200);
  const { body } = await getJson(pathOf(work));
  assert.deepEqual(body, {
    leafCount: 4,
    stored: 1,
    complete: false,
    missing: [
      [0, 1],
      [3, 3],
    ],
  });
  await assert.rejects(fetchFrom(1), /status 404/);
});

test("a chunk without an announced length is refused", async () => {
  const body = new ReadableStream({
    start: (controller) => {
      controller.enqueue(work.chunks[3]);
      controller.close();
    },
  });
  const init = { method: "PUT", body, duplex: "half" } as RequestInit;
  const response = await fetch(`${edge.url}${pathOf(work)}/chunks/3`, init);
  assert.equal(response.status, 411);
});

test("paths that are not ids or indices are refused", async () => {
  for (const path of [
    "/v1/content/..",
    "/v1/content/0x12",
    `/v1/content/${"g".repeat(66)}`,
    "/v1/content/%2e%2e%2fedge.db",
  ]) {
    assert.equal((await fetch(`${edge.url}${path}`)).status, path.includes("..") ? 404 : 400, path);
  }
});

test("what it stores, a viewer can verify, chunk by chunk, and anyone the leaf list", async () => {
  await storeSample(edge.edge, work);
  for (const [index, chunk] of work.chunks.entries()) {
    const { bytes, failures } = await fetchFrom(index);
    assert.deepEqual([bytes, failures], [chunk, []]);
  }
  const leaves = await fetch(`${edge.url}${pathOf(work)}/leaves`);
  assert.deepEqual(new Uint8Array(await leaves.arrayBuffer()), work.leafList);
  const metrics = await (await fetch(`${edge.url}/metrics`)).text();
  assert.match(metrics, /tributary_chunks_served_total\{role="edge"\} 4/);
  assert.match(
    metrics,
    new RegExp(`tributary_bytes_served_total\\{role="edge"\\} ${90 + 2 * 65_536 + 1_500}`),
  );
  assert.match(metrics, /tributary_chunks_stored\{role="edge"\} 4/);
});

test("a damaged or cut chunk on disk is never signed; it is dropped, and can be sent again (CNT-2)", async () => {
  const own = await registerSample(devchain, [10, 2_000, 3_000], 50);
  await storeSample(edge.edge, own);
  const folder = join(edge.settings.dataDir, "content", own.content.contentId);
  const damaged = await readFile(join(folder, "1"));
  damaged[1_999]! ^= 1;
  await writeFile(join(folder, "1"), damaged);
  await truncate(join(folder, "2"), 100);
  for (const index of [1, 2]) await assert.rejects(fetchFrom(index, own), /status 404/);
  assert.deepEqual((await getJson(pathOf(own))).body.missing, [[1, 2]]);
  await storeSample(edge.edge, own);
  for (const index of [1, 2]) assert.deepEqual((await fetchFrom(index, own)).bytes, own.chunks[index]);
  assert.match(
    await (await fetch(`${edge.url}/metrics`)).text(),
    /tributary_chunks_damaged_total\{role="edge"\} 2/,
  );
});

test("after a restart it serves what it had, drops half-written files, and keeps its registration", async () => {
  const first = await startTestEdge(devchain, { fill: false });
  await storeSample(first.edge, work);
  await first.stop();
  const folder = join(first.settings.dataDir, "content", work.content.contentId);
  await writeFile(join(folder, "1.7.tmp"), "half");
  await rm(join(folder, "2"));
  const balance = await devchain.balanceOf(first.operator);
  const again = await startEdge(loadConfig(edgeConfig, { flags: { ...first.settings, bond: undefined } }));
  try {
    const from = { operator: again.operator, endpoint: again.url };
    assert.deepEqual((await fetchFrom(1, work, from)).bytes, work.chunks[1]);
    await assert.rejects(fetchFrom(2, work, from), /status 404/);
    assert.deepEqual((await readdir(folder)).sort(), ["0", "1", "3", "leaves"]);
    assert.equal(await devchain.balanceOf(first.operator), balance);
  } finally {
    await again.stop();
  }
});

test("an edge that has moved says so on chain", async () => {
  const first = await startTestEdge(devchain);
  await first.stop();
  const publicUrl = "https://edge.example/tributary";
  const again = await startEdge(loadConfig(edgeConfig, { flags: { ...first.settings, publicUrl } }));
  await again.stop();
  const edges = await getEdges(devchain.anvil.client, {
    operatorRegistry: devchain.deployment.contracts.OperatorRegistry,
  });
  assert.equal(edges.find(({ operator }) => operator === first.operator)?.endpoint, publicUrl);
});

test("a damaged leaf list is as good as none: the work has to be sent again", async () => {
  const first = await startTestEdge(devchain, { fill: false });
  await storeSample(first.edge, work);
  await first.stop();
  const path = join(first.settings.dataDir, "content", work.content.contentId, "leaves");
  const list = await readFile(path);
  list[4]! ^= 1;
  await writeFile(path, list);
  const again = await startEdge(loadConfig(edgeConfig, { flags: first.settings }));
  try {
    const from = { operator: again.operator, endpoint: again.url };
    await assert.rejects(fetchFrom(1, work, from), /status 404/);
    assert.equal((await putToEdge(from, pathOf(work), work.leafList)).body.complete, true);
    assert.deepEqual((await fetchFrom(1, work, from)).bytes, work.chunks[1]);
  } finally {
    await again.stop();
  }
});

test("a full disk is 507, and leaves nothing behind", async () => {
  const full = await startTestEdge(devchain, { reserveBytes: Number.MAX_SAFE_INTEGER });
  try {
    const refused = await putToEdge(full.edge, pathOf(work), work.leafList);
    assert.deepEqual([refused.status, refused.body.code], [507, "no_space"]);
    assert.deepEqual(await readdir(join(full.settings.dataDir, "content")), []);
  } finally {
    await full.stop();
  }
});

test("an edge whose directory is taken away says so, and takes nothing that would be lost", async () => {
  const robbed = await startTestEdge(devchain);
  try {
    const own = await registerSample(devchain, [10, 2_000, 3_000], 90);
    await storeSample(robbed.edge, own);
    const content = join(robbed.settings.dataDir, "content");
    await rm(join(content, own.content.contentId, "2"));
    await assert.rejects(fetchFrom(2, own, robbed.edge), /status 404/);
    const put = (index: number) =>
      putToEdge(robbed.edge, `${pathOf(own)}/chunks/${index}`, own.chunks[index]!);
    assert.equal((await put(2)).status, 201, "a chunk that somebody removed can be sent again");
    await rm(content, { recursive: true });
    assert.deepEqual([(await put(1)).status, (await put(1)).body.code], [503, "store_gone"], "it was held");
    await assert.rejects(fetchFrom(2, own, robbed.edge), /status 404/);
    assert.deepEqual([(await put(2)).status, (await put(2)).body.code], [503, "store_gone"]);
    const ready = await fetch(`${robbed.url}/ready`);
    assert.equal(ready.status, 503);
    assert.match(await ready.text(), /content was removed, or its volume is no longer mounted/);
    assert.deepEqual(
      await readdir(robbed.settings.dataDir).then((names) => names.includes("content")),
      false,
    );
  } finally {
    await robbed.stop();
  }
});

test("a work is taken only once it is final on chain", async () => {
  const patient = await startTestEdge(devchain, { finalityBlocks: 3 });
  try {
    const fresh = await registerSample(devchain, [20, 30], 70);
    const early = await putToEdge(patient.edge, pathOf(fresh), fresh.leafList);
    assert.deepEqual([early.status, early.body.code], [409, "not_final"]);
    await devchain.anvil.client.mine({ blocks: 3 });
    assert.equal((await putToEdge(patient.edge, pathOf(fresh), fresh.leafList)).status, 200);
  } finally {
    await patient.stop();
  }
});

test("a work that is republished, or grows by a whole checkpoint, is read anew", async () => {
  const steady = await startTestEdge(devchain);
  try {
    const publisher = await newPublisher(devchain);
    const [first, second, third] = [1, 2, 3].map((seed) => buildTree(sampleLeaves(3, seed))) as [
      ContentTree,
      ContentTree,
      ContentTree,
    ];
    const contentId = await publisher.register(first);
    const path = `/v1/content/${contentId}`;
    const held = async () => (await fetch(`${steady.url}${path}`)).status;
    const put = (tree: ContentTree) => putToEdge(steady.edge, path, encodeLeafList(tree.leaves));
    assert.equal((await put(first)).status, 200);
    await publisher.republish(contentId, second);
    await waitFor("the edge to let go", async () => (await held()) === 404);
    assert.equal((await put(first)).body.code, "leaf_list_differs");
    assert.equal((await put(second)).status, 200);
    await publisher.republish(contentId, third);
    await waitFor("the edge to let go", async () => (await held()) === 404);

    // a live work of exactly one checkpoint, then of two
    const leaves = sampleLeaves(2_000, 4);
    const live = await publisher.registerLive();
    const livePath = `/v1/content/${live}`;
    for (const count of [1_000, 2_000]) {
      const tree = buildTree(leaves.slice(0, count));
      await publisher.append(live, leaves.slice(count - 1_000, count));
      await waitFor(
        "the edge to let go",
        async () => (await fetch(`${steady.url}${livePath}`)).status === 404,
      );
      const taken = await putToEdge(steady.edge, livePath, encodeLeafList(tree.leaves));
      assert.deepEqual([taken.status, taken.body.leafCount], [200, count]);
    }
  } finally {
    await steady.stop();
  }
});

test("an edge whose operator retires elsewhere says so", async () => {
  const retiring = await startTestEdge(devchain);
  try {
    const ready = async () => (await fetch(`${retiring.url}/ready`)).status;
    await waitFor("the edge to be ready", async () => (await ready()) === 200);
    const account = privateKeyToAccount(retiring.key);
    const wallet = createWalletClient({ account, chain: foundry, transport: http(devchain.rpcUrl) });
    await wallet.writeContract({
      address: devchain.deployment.contracts.OperatorRegistry,
      abi: operatorRegistryAbi,
      functionName: "startUnbond",
    });
    await waitFor("the edge to see its retirement", async () => (await ready()) === 503);
  } finally {
    await retiring.stop();
  }
});

test("an edge that listens everywhere registers nothing without the URL by which it is reached", async () => {
  const flags = await testEdgeFlags(devchain, { host: "0.0.0.0" });
  const balance = await devchain.balanceOf(privateKeyToAccount(flags.key).address);
  await assert.rejects(startEdge(loadConfig(edgeConfig, { flags })), /0\.0\.0\.0 would stand on chain/);
  assert.equal(await devchain.balanceOf(privateKeyToAccount(flags.key).address), balance);
  const reached = await startEdge(
    loadConfig(edgeConfig, { flags: { ...flags, publicUrl: "http://EDGE.example:80/cdn/" } }),
  );
  await reached.stop();
  const { endpoint } = await readOperator(await connectTo(devchain), reached.operator);
  assert.equal(endpoint, "http://edge.example/cdn");
});

test("the drill serves one flipped byte, signed as served; viewers refuse it", async () => {
  const faulty = await startTestEdge(devchain, { faultChunk: 2 });
  try {
    await storeSample(faulty.edge, work);
    assert.deepEqual((await fetchFrom(1, work, faulty.edge)).bytes, work.chunks[1]);
    await assert.rejects(fetchFrom(2, work, faulty.edge), /not the chunk's/);
    const served = await requestChunk(faulty.edge, work.content.contentId, 2, AbortSignal.timeout(5_000));
    assert.equal(served.bytes.filter((byte, at) => byte !== work.chunks[2]![at]).length, 1);
    const { bytes, edge: from } = await fetchChunk({
      content: work.content,
      index: 2,
      edges: [faulty.edge, edge.edge],
      court,
    });
    assert.deepEqual([bytes, from], [work.chunks[2], edge.edge]);
  } finally {
    await faulty.stop();
  }
});

test("an operator is told what to do when an edge cannot start", async () => {
  const start = async (flags: Parameters<typeof testEdgeFlags>[1]) =>
    startEdge(loadConfig(edgeConfig, { flags: await testEdgeFlags(devchain, flags) }));
  const refuses = (flags: Parameters<typeof testEdgeFlags>[1], what: RegExp) =>
    assert.rejects(start(flags), (error: UserError) => {
      assert.ok(error instanceof UserError, String(error));
      assert.match(`${error.message} ${error.advice}`, what);
      return true;
    });
  await refuses({ bond: undefined }, /not registered as an edge.*--bond/);
  await refuses({ bond: "0.5" }, /too low.*--bond/);
  await refuses({ bond: "5000" }, /holds 1000 STREAM.*its bond of 5000.*Send the account the rest/);
  await refuses({ port: Number(new URL(edge.url).port) }, /in use/);
  await refuses({ dataDir: edge.settings.dataDir }, /using/);
});

const connectTo = ({ rpcUrl, deployment }: Devchain) =>
  connectChain({ rpcUrl, contracts: ["OperatorRegistry"], deploymentPath: deployment.path });

test("an edge that is told to stop while its registration is under way ends with 0", async (t) => {
  let isSent = false;
  const proxy = await startRpcProxy(devchain.rpcUrl, ({ method }) => {
    isSent ||= method === "eth_sendRawTransaction";
    return isSent ? "hang" : "pass";
  });
  t.onTestFinished(() => proxy.stop());
  const settings = await testEdgeFlags(devchain, { rpcUrl: proxy.rpcUrl });
  const env = { ...process.env, TRIBUTARY_ENV_FILE: "", ...asEnvironment(settings) };
  const child = spawn(process.execPath, [CLI, "edge"], { env, stdio: "ignore" });
  t.onTestFinished(() => void child.kill("SIGKILL"));
  const exited = once(child, "exit");
  await waitFor("the registration to be sent", async () => isSent);
  child.kill("SIGTERM");
  assert.deepEqual(await exited, [0, null]);
});
