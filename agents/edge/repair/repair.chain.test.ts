// SPDX-License-Identifier: GPL-3.0-or-later
// Edges that watch each other: four processes on a real chain, of which one is killed; and one that leaves.
import assert from "node:assert/strict";
import { createPublicClient, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, type TestContext, test } from "vitest";
import { metric } from "../../kernel/testing/metric.ts";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { asEnvironment } from "../../localnet/roleSettings.ts";
import { type SpawnedRole, spawnRole } from "../../localnet/spawnRole.ts";
import { waitFor } from "../../localnet/waitFor.ts";
import { operatorRegistryAbi } from "../../sdk/abis.generated.ts";
import { addressesOf } from "../../sdk/addresses.ts";
import { withTributary } from "../../sdk/chain/deployment.ts";
import { foundry } from "../../sdk/chain/foundry.ts";
import type { Edge } from "../../sdk/content/requestChunk.ts";
import { requestChunks } from "../../sdk/content/requestChunks.ts";
import { getPlan } from "../../sdk/placement/getPlan.ts";
import { registerSample, type SampleContent, storeSample } from "../testing/publishSample.ts";
import { testEdgeFlags } from "../testing/startTestEdge.ts";
import { setRetiring } from "./retiringFile.ts";

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain?.stop());

type Process = { edge: Edge; process: SpawnedRole; dataDir: string };

/** Four edges on the roster of the next epoch, as processes, and works that the first of them was sent. */
async function startNetwork(t: TestContext, { count }: { count: number }) {
  const processes: Process[] = [];
  for (let n = 0; n < 4; n++) {
    const settings = await testEdgeFlags(devchain, { capacity: 100 });
    const spawned = await spawnRole(t, "edge", asEnvironment(settings));
    const operator = privateKeyToAccount(settings.key).address;
    processes.push({
      ...{ edge: { operator, endpoint: spawned.url }, process: spawned },
      dataDir: settings.dataDir,
    });
  }
  const works: SampleContent[] = [];
  for (let n = 0; n < count; n++) works.push(await registerSample(devchain, [90, 65_536, 1_500], 10 * n));
  for (const work of works) await storeSample(processes[0]!.edge, work);
  const { timestamp } = await devchain.anvil.client.getBlock();
  await devchain.anvil.client.setNextBlockTimestamp({ timestamp: (timestamp / 3_600n + 1n) * 3_600n });
  await devchain.anvil.client.mine({ blocks: 1 });
  const chain = withTributary(foundry, addressesOf(devchain.deployment));
  const plan = await getPlan(createPublicClient({ chain, transport: http(devchain.rpcUrl) }));
  const ownersOf = ({ content }: SampleContent) =>
    plan.works.find(({ contentId }) => contentId === content.contentId)!.owners;
  const owns = ({ edge }: Process, work: SampleContent) =>
    ownersOf(work).includes(edge.operator.toLowerCase() as never);
  return { processes, works, owns };
}

async function holds({ edge }: Process, { content }: SampleContent): Promise<boolean> {
  const answer = await fetch(`${edge.endpoint}/v1/content/${content.contentId}`).catch(() => undefined);
  if (answer?.status !== 200) return false;
  return ((await answer.json()) as { complete: boolean }).complete;
}

async function copiesOf(processes: readonly Process[], work: SampleContent): Promise<number> {
  const held = await Promise.all(processes.map((each) => holds(each, work)));
  return held.filter(Boolean).length;
}

const haveThree = async (processes: readonly Process[], works: readonly SampleContent[]) =>
  (await Promise.all(works.map((work) => copiesOf(processes, work)))).every((copies) => copies >= 3);

/** Reads a work as a viewer does: from the edges in turn, until one has it. */
async function read(processes: readonly Process[], { content, chunks }: SampleContent): Promise<void> {
  let failure: unknown;
  for (const { edge } of processes) {
    try {
      for await (const { index, bytes } of requestChunks(edge, content, { first: 0, last: 2 }))
        assert.deepEqual(bytes, chunks[index]);
      return;
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

test("an owner that is killed is filled in for, and every read succeeds meanwhile", async (t) => {
  const { processes, works, owns } = await startNetwork(t, { count: 8 });
  await waitFor("the owners to hold what they own", async () => {
    const lacking = await Promise.all(processes.map(({ edge }) => metric(edge.endpoint, "works_lacking")));
    return lacking.every((count) => count === 0) && haveThree(processes, works);
  });
  await waitFor("the edges to hear each other", async () => {
    const alive = await Promise.all(processes.map(({ edge }) => metric(edge.endpoint, "peers_alive")));
    return alive.every((count) => count === 3);
  });

  const filledBy = async (some: readonly Process[]) => {
    const counts = await Promise.all(some.map(({ edge }) => metric(edge.endpoint, "works_filled_in_total")));
    return counts.reduce((sum, count) => sum + count, 0);
  };
  const victim = processes.slice(1).find((each) => works.some((work) => owns(each, work)))!;
  const survivors = processes.filter((each) => each !== victim);
  const before = await filledBy(survivors);
  await victim.process.end("SIGKILL");
  let isOver = false;
  const reading = (async () => {
    for (let n = 0; !isOver; n++) await read(processes, works[n % works.length]!);
  })();
  await waitFor("DEL-1: every work to come back to three copies", () => haveThree(survivors, works));
  isOver = true;
  await reading;
  for (const work of works) await read(survivors, work);

  // a viewer's read fills, too, so that a work may be there before its turn
  const lost = works.filter((work) => owns(victim, work)).length;
  const filledIn = (await filledBy(survivors)) - before;
  assert.ok(filledIn <= lost, `DEL-1: ${filledIn} works filled in for ${lost} that were lost`);
});

test("an edge that leaves hands over first, and is then off the list", async (t) => {
  const { processes, works, owns } = await startNetwork(t, { count: 4 });
  const leaver = processes.find((each) => works.some((work) => owns(each, work)))!;
  const stay = processes.filter((each) => each !== leaver);
  const isUnbonding = async () => {
    const operator = await devchain.anvil.client.readContract({
      address: devchain.deployment.contracts.OperatorRegistry,
      abi: operatorRegistryAbi,
      functionName: "operatorOf",
      args: [leaver.edge.operator],
    });
    return operator.withdrawableAt !== 0;
  };
  await waitFor("the works to have three copies", () => haveThree(processes, works));
  await setRetiring(leaver.dataDir, true);
  await waitFor("the edge to leave", async () => {
    const hasLeft = await isUnbonding();
    // looked at before and after: never has it left what others lack
    if (hasLeft) assert.ok(await haveThree(stay, works), "DEL-1: three others hold what an edge leaves");
    return hasLeft;
  });
  // for demands, it keeps what it promised
  for (const work of works.filter((each) => owns(leaver, each))) assert.ok(await holds(leaver, work));
});
