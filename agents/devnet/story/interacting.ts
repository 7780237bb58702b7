// SPDX-License-Identifier: GPL-3.0-or-later
import { formatEther, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { planLie } from "../../interactions/planLie.ts";
import { readInteractions } from "../../interactions/readInteractions.ts";
import { interactionRollupAbi } from "../../sdk/abis.generated.ts";
import { getWorks } from "../../sdk/content/getWorks.ts";
import { assertState, getNext, register } from "../../sdk/interactions/actions.ts";
import { InteractionSession } from "../../sdk/interactions/interactionSession.ts";
import { readLeaf } from "../../sdk/interactions/readLeaf.ts";
import type { Telling } from "./telling.ts";
import { waitUntil } from "./waiting.ts";
import type { Viewing } from "./watching.ts";

/** What the viewers did, until it is final: `posting` is theirs, or the last of theirs. */
export type Interacting = {
  posting: bigint;
  likes: ReadonlyMap<number, number>;
  /** By their numbers as actors. */
  viewers: readonly { actor: number }[];
};

/**
 * The act: who watched likes the work, follows another viewer, and signs for the seconds. A sequencer posts that and asserts the state; somebody asserts
 * another, for a bond, and the challenger shows by one transaction that it is false.
 */
export async function interact(telling: Telling, viewings: readonly Viewing[]): Promise<Interacting> {
  const { chain, cast, screen, signal } = telling;
  const { publicClient, deployment } = chain;
  const { InteractionRollup: interactionRollup } = deployment.contracts;
  const rollup = { address: interactionRollup, abi: interactionRollupAbi, strict: true } as const;
  return screen.during(
    `${viewings.length} viewers like, follow, and sign for what they watched`,
    async () => {
      const { number: fromBlock } = await publicClient.getBlock();
      const acted = await act(telling, viewings);
      screen.progress("a sequencer posts it, and asserts the state");
      const asserted = () => publicClient.getContractEvents({ ...rollup, eventName: "Asserted", fromBlock });
      await waitUntil("the assertion of the state", async () => (await asserted()).length > 0, { signal });
      screen.progress("somebody asserts another state");
      const liar = await cast.make("Mallory");
      const lie = await planLie(chain);
      const { id } = await assertState.sync(liar.wallet, { interactionRollup, ...lie });
      const fallen = await falsified(telling, id);
      return { posting: lie.number, ...acted, bondWei: lie.bondWei, ...fallen };
    },
    ({ operations, bondWei, gas, blocks }) =>
      `${operations} operations were posted; a false state, asserted for ${formatEther(bondWei)} ETH, fell by one transaction of ${gas.toLocaleString("en")} gas, ${blocks} block${blocks === 1n ? "" : "s"} later`,
  );
}

/** Each viewer registers as an actor, and hands in what it does. */
async function act(
  { chain, cast, agents }: Telling,
  viewings: readonly Viewing[],
): Promise<Omit<Interacting, "posting"> & { operations: number }> {
  const { publicClient, chainId, deployment } = chain;
  const { ContentRegistry: contentRegistry, InteractionInputs: interactionInputs } = deployment.contracts;
  const { works } = await getWorks(publicClient, { contentRegistry });
  const numberOf = new Map(works.map(({ contentId, number }) => [contentId, number]));
  const sessions = await Promise.all(
    viewings.map(async ({ viewer }) => {
      const key = generatePrivateKey();
      cast.secrets.keep(`the key of ${viewer.name}'s interactions`, key);
      const account = privateKeyToAccount(key);
      const { actor } = await register.sync(viewer.wallet, { interactionInputs, key: account.address });
      return new InteractionSession({
        ...{ chainId, interactionInputs, sequencerUrl: agents.sequencer.url, actor, account },
      });
    }),
  );
  const likes = new Map<number, number>();
  const sent = viewings.map(async ({ work: { contentId }, secondsPlayed }, at) => {
    const work = numberOf.get(contentId)!;
    likes.set(work, (likes.get(work) ?? 0) + 1);
    const session = sessions[at]!;
    await session.send({ kind: "like", work });
    await session.send({ kind: "play", work, seconds: secondsPlayed });
    await session.send({ kind: "follow", target: sessions[(at + 1) % sessions.length]!.actor });
  });
  await Promise.all(sent);
  return { operations: 3 * sent.length, likes, viewers: sessions };
}

/** Resolves once the challenger has shown that an assertion is false. */
async function falsified(
  { chain: { publicClient, deployment }, signal }: Telling,
  id: Hex,
): Promise<{ gas: bigint; blocks: bigint }> {
  const rollup = {
    address: deployment.contracts.InteractionRollup,
    abi: interactionRollupAbi,
    strict: true,
  } as const;
  const from = { args: { id }, fromBlock: deployment.startBlock };
  const shown = () => publicClient.getContractEvents({ ...rollup, eventName: "Falsified", ...from });
  await waitUntil("the falsification of a false state", async () => (await shown()).length > 0, { signal });
  const [made] = await publicClient.getContractEvents({ ...rollup, eventName: "Asserted", ...from });
  const [{ transactionHash, blockNumber }] = (await shown()) as [Awaited<ReturnType<typeof shown>>[number]];
  const { gasUsed } = await publicClient.getTransactionReceipt({ hash: transactionHash });
  return { gas: gasUsed, blocks: blockNumber - made!.blockNumber };
}

/** The act's end: waits for the final state, and executes all that was posted once more. */
export async function awaitFinalState(
  { chain, agents, screen, signal }: Telling,
  { posting, likes }: Interacting,
): Promise<void> {
  const { InteractionRollup: interactionRollup } = chain.deployment.contracts;
  await screen.during(
    "the state of the interactions stands for its window",
    async () => {
      const isFinal = async () =>
        (await getNext(chain.publicClient, { interactionRollup })).posting > posting;
      await waitUntil("the final state", isFinal, { signal });
      const { replayed } = await readInteractions(chain);
      if (replayed.falseFinal !== undefined) throw new Error("a false state of the interactions is final");
      for (const [work, count] of likes) {
        const leaf = await readLeaf({ sequencerUrl: agents.sequencer.url, kind: "work", of: [work], signal });
        if (leaf.likes !== count) throw new Error(`${leaf.likes} likes of work ${work}, not ${count}`);
      }
      return [...likes.values()].reduce((sum, count) => sum + count, 0);
    },
    (count) => `the true state is final: ${count} likes, and every root is what execution leads to`,
  );
}
