// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bytesToHex, createWalletClient, type Hex, http, parseEventLogs, zeroHash } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { deadlineOf, type PieceRequest, requestHash } from "../demands/request.ts";
import { loadConfig } from "../kernel/config/config.ts";
import { freePort } from "../kernel/testing/freePort.ts";
import { metric } from "../kernel/testing/metric.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { asEnvironment } from "../localnet/roleSettings.ts";
import { spawnRole } from "../localnet/spawnRole.ts";
import { PATIENCE_MS, waitFor } from "../localnet/waitFor.ts";
import { availabilityCourtAbi, operatorRegistryAbi } from "../sdk/abis.generated.ts";
import { foundry } from "../sdk/chain/foundry.ts";
import type { Edge } from "../sdk/content/requestChunk.ts";
import { requestHolding } from "../sdk/content/requestHolding.ts";
import { edgeConfig } from "./config.ts";
import { startEdge } from "./service.ts";
import { registerSample, type SampleContent, storeSample } from "./testing/publishSample.ts";
import { startTestEdge, testEdgeFlags } from "./testing/startTestEdge.ts";

let devchain: Devchain;
let work: SampleContent;

beforeAll(async () => {
  devchain = await startDevchain();
  work = await registerSample(devchain, [80, 65_536, 700]);
});
afterAll(() => devchain?.stop());

const court = () =>
  ({ address: devchain.deployment.contracts.AvailabilityCourt, abi: availabilityCourtAbi }) as const;

const courtOf = () => ({ chainId: 31_337, availabilityCourt: court().address });

/** The edge's promise to keep the work. */
async function promiseOf(edge: Edge) {
  const signed = await requestHolding(
    edge,
    work.content.contentId,
    courtOf(),
    AbortSignal.timeout(PATIENCE_MS),
  );
  assert.ok(signed, "the edge's own account signs what it holds");
  return signed;
}

async function newAsker() {
  const { account } = await devchain.newAccount();
  return createWalletClient({ account, chain: foundry, transport: http(devchain.rpcUrl) });
}

/** Demands a piece of a chunk of the work; by default the last piece of chunk 1, soundly. */
async function demand(
  edge: Edge,
  { holding, signature }: Awaited<ReturnType<typeof promiseOf>>,
  { index = 1, piece = 63, root }: { index?: number; piece?: number; root?: Hex } = {},
  asker?: Awaited<ReturnType<typeof newAsker>>,
): Promise<PieceRequest> {
  const { client } = devchain.anvil;
  const wallet = asker ?? (await newAsker());
  const piecesRoot = root ?? bytesToHex(work.tree.leaves[index]!.piecesRoot);
  const slot = await freeSlot(edge);
  const value = await client.readContract({ ...court(), functionName: "bondOf", args: [slot] });
  const args = [holding, signature, BigInt(index), piece, slot, piecesRoot] as const;
  const hash = await wallet.writeContract({ ...court(), functionName: "requestPiece", args, value });
  await client.mine({ blocks: 1 });
  const { logs } = await client.waitForTransactionReceipt({ hash });
  const [log] = parseEventLogs({ abi: availabilityCourtAbi, eventName: "PieceRequested", logs });
  return log!.args.request;
}

const slotOf = (edge: Edge, slot: number) =>
  devchain.anvil.client.readContract({ ...court(), functionName: "requestIn", args: [edge.operator, slot] });

async function freeSlot(edge: Edge): Promise<number> {
  for (let slot = 0; ; slot++) if ((await slotOf(edge, slot)) === zeroHash) return slot;
}

const isOpen = async (edge: Edge, request: PieceRequest) =>
  (await slotOf(edge, request.slot)) === requestHash(request);

const answered = (edge: Edge, request: PieceRequest) =>
  waitFor("the demand is answered", async () => !(await isOpen(edge, request)));

const operatorOf = (edge: Edge) =>
  devchain.anvil.client.readContract({
    address: devchain.deployment.contracts.OperatorRegistry,
    abi: operatorRegistryAbi,
    functionName: "operatorOf",
    args: [edge.operator],
  });

/** Moves the chain to the first second in which the request can be collected. */
async function passDeadline(request: PieceRequest) {
  await devchain.anvil.client.setNextBlockTimestamp({ timestamp: BigInt(deadlineOf(request)) });
  await devchain.anvil.client.mine({ blocks: 1 });
}

async function collect(request: PieceRequest) {
  const wallet = await newAsker();
  const hash = await wallet.writeContract({ ...court(), functionName: "collect", args: [request] });
  await devchain.anvil.client.waitForTransactionReceipt({ hash });
}

test("an edge answers every demand, sound or not, and keeps its bond (CNT-4)", async () => {
  const running = await startTestEdge(devchain);
  const { edge } = running;
  try {
    await storeSample(edge, work);
    const { bond } = await operatorOf(edge);
    const signed = await promiseOf(edge);
    const unsound: Hex = `0x${"77".repeat(32)}`;
    for (const asked of [{}, { root: zeroHash }, { piece: 3, index: 2 }, { root: unsound }]) {
      await answered(edge, await demand(edge, signed, asked));
    }
    assert.equal((await operatorOf(edge)).bond, bond);
  } finally {
    await running.stop();
  }
});

test("an edge promises nothing of a work that it does not hold whole", async () => {
  const running = await startTestEdge(devchain);
  try {
    await assert.rejects(promiseOf(running.edge), /status 404/);
    await storeSample(running.edge, { ...work, chunks: work.chunks.slice(0, 2) });
    await assert.rejects(promiseOf(running.edge), /status 404/);
  } finally {
    await running.stop();
  }
});

test("killed with its answer on the way, an edge takes that one up and sends no other", async (t) => {
  const { client } = devchain.anvil;
  const { edge, flags, signed } = await stoppedEdge();
  const first = await spawnRole(t, "edge", asEnvironment(flags));
  const asker = await newAsker();
  const sent = (blockTag: "pending" | "latest") =>
    client.getTransactionCount({ address: edge.operator, blockTag });
  const before = await sent("latest");
  await client.setAutomine(false);
  try {
    const request = await demand(edge, signed, {}, asker);
    await waitFor("the answer is in the pool", async () => (await sent("pending")) === before + 1);
    await first.end("SIGKILL");
    // it sees the open answer through before it serves
    const starting = startEdge(loadConfig(edgeConfig, { flags }));
    await client.mine({ blocks: 1 });
    await client.setAutomine(true);
    const running = await starting;
    await answered(edge, request);
    await running.stop();
    assert.equal(await sent("latest"), before + 1);
  } finally {
    await client.setAutomine(true);
  }
});

test("an edge that was down when it was asked, and is back before the deadline, answers", async () => {
  const { edge, flags, signed } = await stoppedEdge();
  const { bond } = await operatorOf(edge);
  const request = await demand(edge, signed);
  const running = await startEdge(loadConfig(edgeConfig, { flags }));
  await answered(edge, request);
  await running.stop();
  assert.equal((await operatorOf(edge)).bond, bond);
});

test("an answer that a reorg undoes is given again", async () => {
  const { client } = devchain.anvil;
  const { edge, flags, signed } = await stoppedEdge();
  const request = await demand(edge, signed);
  const snapshot = await client.snapshot();
  const running = await startEdge(loadConfig(edgeConfig, { flags }));
  try {
    await answered(edge, request);
    // a block on top, which the edge sees with the answer below it
    await client.mine({ blocks: 1 });
    await waitFor("the edge has seen it", async () => (await metric(running.url, "demands_open")) === 0);
    await client.revert({ id: snapshot });
    assert.ok(await isOpen(edge, request));
    await client.mine({ blocks: 3 });
    await answered(edge, request);
  } finally {
    await running.stop();
  }
});

test("what rotted on disk and is demanded, an edge has from another edge", async () => {
  const other = await startTestEdge(devchain);
  try {
    await storeSample(other.edge, work);
    const { edge, flags, signed } = await stoppedEdge();
    const file = join(String(flags.dataDir), "content", work.content.contentId, "1");
    const rotten = await readFile(file);
    rotten[0]! ^= 1;
    await writeFile(file, rotten);
    const request = await demand(edge, signed);
    const running = await startEdge(loadConfig(edgeConfig, { flags }));
    await answered(edge, request);
    await running.stop();
  } finally {
    await other.stop();
  }
});

test("an edge that stays down, or keeps the chunk back, loses a part of its bond, and is off the list", async () => {
  const { edge, flags, signed } = await stoppedEdge();
  const { bond } = await operatorOf(edge);
  const loss = await devchain.anvil.client.readContract({ ...court(), functionName: "LOSS" });
  const first = await demand(edge, signed);
  const second = await demand(edge, signed, { index: 2, piece: 0 });
  // it answers for the chunk that it does not keep back
  const withholding = await startEdge(loadConfig(edgeConfig, { flags: { ...flags, faultWithhold: 1 } }));
  await answered(edge, second);
  await withholding.stop();
  assert.ok(await isOpen(edge, first));
  await passDeadline(first);
  await collect(first);
  assert.equal((await operatorOf(edge)).bond, bond - loss);
  await assert.rejects(demand(edge, signed), /NotAnEdge|HoldingOver/);
});

/** An edge that holds the work, and has stopped; its URL stays the registered one. */
async function stoppedEdge() {
  const flags = await testEdgeFlags(devchain, { port: await freePort() });
  const running = await startEdge(loadConfig(edgeConfig, { flags }));
  const edge: Edge = { operator: running.operator, endpoint: running.url };
  await storeSample(edge, work);
  const signed = await promiseOf(edge);
  await running.stop();
  return { edge, flags, signed };
}
