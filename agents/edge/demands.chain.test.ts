// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { bytesToHex, createWalletClient, type Hex, http, parseEventLogs, zeroHash } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { deadlineOf, type PieceRequest, requestHash } from "../demands/request.ts";
import { loadConfig } from "../kernel/config/config.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { waitFor } from "../localnet/waitFor.ts";
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

/** Demands a piece of a chunk of the work; by default the last piece of chunk 1, soundly. */
async function demand(
  edge: Edge,
  { index = 1, piece = 63, root }: { index?: number; piece?: number; root?: Hex } = {},
) {
  const { client } = devchain.anvil;
  const pieceCourt = { chainId: 31_337, availabilityCourt: court().address };
  const signed = await requestHolding(edge, work.content.contentId, pieceCourt, AbortSignal.timeout(5_000));
  assert.ok(signed, "the edge promises to keep the work");
  const { account } = await devchain.newAccount();
  const wallet = createWalletClient({ account, chain: foundry, transport: http(devchain.rpcUrl) });
  const piecesRoot = root ?? bytesToHex(work.tree.leaves[index]!.piecesRoot);
  const slot = await freeSlot(edge);
  const value = await client.readContract({ ...court(), functionName: "bondOf", args: [slot] });
  const args = [signed.holding, signed.signature, BigInt(index), piece, slot, piecesRoot] as const;
  const hash = await wallet.writeContract({ ...court(), functionName: "requestPiece", args, value });
  const { logs } = await client.waitForTransactionReceipt({ hash });
  const [log] = parseEventLogs({ abi: availabilityCourtAbi, eventName: "PieceRequested", logs });
  return { request: log!.args.request, wallet };
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

test("an edge answers every demand, sound or not, and keeps its bond (CNT-4)", async () => {
  const running = await startTestEdge(devchain);
  const { edge } = running;
  try {
    await storeSample(edge, work);
    const { bond } = await operatorOf(edge);
    for (const asked of [
      {},
      { root: zeroHash },
      { piece: 3, index: 2 },
      { root: `0x${"77".repeat(32)}` as Hex },
    ]) {
      const { request } = await demand(edge, asked);
      await answered(edge, request);
    }
    assert.equal((await operatorOf(edge)).bond, bond);
  } finally {
    await running.stop();
  }
});

test("an edge promises nothing of a work that it does not hold whole", async () => {
  const running = await startTestEdge(devchain);
  try {
    await assert.rejects(demand(running.edge), /status 404/);
    await storeSample(running.edge, { ...work, chunks: work.chunks.slice(0, 2) });
    await assert.rejects(demand(running.edge), /status 404/);
  } finally {
    await running.stop();
  }
});

test("killed while it is asked, an edge that comes back answers; one that keeps the chunk back loses a part", async () => {
  const flags = await testEdgeFlags(devchain);
  const first = await startEdge(loadConfig(edgeConfig, { flags }));
  const edge = { operator: first.operator, endpoint: first.url };
  await storeSample(edge, work);
  await first.stop();

  const { client } = devchain.anvil;
  const child = spawnEdge(flags);
  await waitFor("the edge serves elsewhere", async () => (await operatorOf(edge)).endpoint !== first.url);
  const { request } = await demand({ ...edge, endpoint: (await operatorOf(edge)).endpoint });
  child.kill("SIGKILL");
  await once(child, "exit");
  const again = await startEdge(loadConfig(edgeConfig, { flags }));
  await answered(edge, request);
  await again.stop();

  const { bond } = await operatorOf(edge);
  const withholding = await startEdge(loadConfig(edgeConfig, { flags: { ...flags, faultWithhold: 1 } }));
  const { request: lost, wallet } = await demand({ ...edge, endpoint: withholding.url });
  await withholding.stop();
  assert.ok(await isOpen(edge, lost));
  await passDeadline(lost);
  const hash = await wallet.writeContract({ ...court(), functionName: "collect", args: [lost] });
  await client.waitForTransactionReceipt({ hash });
  const loss = await client.readContract({ ...court(), functionName: "LOSS" });
  assert.equal((await operatorOf(edge)).bond, bond - loss);
});

/** An edge in a process of its own. */
function spawnEdge(flags: Record<string, unknown>) {
  const program = `
    import { loadConfig } from "./agents/kernel/config/config.ts";
    import { edgeConfig } from "./agents/edge/config.ts";
    import { startEdge } from "./agents/edge/service.ts";
    await startEdge(loadConfig(edgeConfig, { flags: ${JSON.stringify(flags)} }));`;
  return spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: "inherit" });
}
