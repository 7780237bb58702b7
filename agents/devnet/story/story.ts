// SPDX-License-Identifier: GPL-3.0-or-later

import type { ChainConnection } from "../../kernel/chain/chain.ts";
import type { Screen } from "../../kernel/terminal/screen.ts";
import { paymentChannelsAbi, splitRollupAbi } from "../../sdk/abis.generated.ts";
import { payeeOfSplit } from "../../sdk/chain/payee.ts";
import { claimShare } from "../../splits/claims.ts";
import { stopProving } from "../../splits/prove.ts";
import type { Agents } from "../agents.ts";
import { stream } from "../screen/stream.ts";
import { type Viewing, view } from "./audience.ts";
import { type Cast, type Person, VIEWER_WEI } from "./cast.ts";
import { AT_STAKE_WEI, closeEarly } from "./earlyClose.ts";
import { liarCaught } from "./liar.ts";
import { STAKE_WEI, type Stakes, startStaking } from "./staking.ts";
import { type Streaming, startStreaming } from "./streaming.ts";
import { collaboratorNames, tableOf } from "./tables.ts";
import { waitUntil } from "./waiting.ts";
import { publishWork, type Work } from "./works.ts";

const STREAMERS = ["Stella", "Petra", "Paul"];
const VIEWERS = ["Vera", "Viktor", "Violet", "Vito", "Vivian"];

export type Story = {
  works: Work[];
  viewings: Viewing[];
  collaborators: ReadonlyMap<string, Person>;
  claims: ProofTimes;
};

/** How many proofs were made, and how long they took in all. */
export type ProofTimes = { proofs: number; seconds: number };

type Telling = {
  files: readonly string[];
  seconds: number;
  chain: ChainConnection;
  agents: Agents;
  cast: Cast;
  directory: string;
  screen: Screen;
  signal: AbortSignal;
};

/** Publishes, watches, settles, proves, claims, and waits until the liar is caught. */
export async function tellStory(telling: Telling): Promise<Story> {
  const collaborators = await makePeople(telling.cast, collaboratorNames(telling.files.length));
  const works: Work[] = [];
  for (const [number, file] of telling.files.entries()) {
    works.push(await publish(telling, number, file, collaborators));
  }
  // it goes on beside everything else, and is told when it happens
  const caught = liarCaught(telling, works);
  caught.catch(() => {});
  const stakes = await beginStaking(telling);
  const streaming = await beginStreams(telling, works[0]!);
  const viewings = await watchAll(telling, works);
  await endStreams(telling, streaming);
  await endStaking(telling, stakes);
  await defend(telling);
  await settle(telling, viewings);
  await prove(telling);
  const claims = await claim(telling, works, collaborators);
  await telling.screen.during(
    "the challenger looks for the edge that lies",
    () => caught,
    () => "the edge that lied has lost its bond",
  );
  return { works, viewings, collaborators, claims };
}

async function publish(
  { chain, agents, cast, directory, screen, signal }: Telling,
  number: number,
  file: string,
  collaborators: ReadonlyMap<string, Person>,
): Promise<Work> {
  const creator = await cast.make(`creator-${number + 1}`);
  const table = tableOf(number, collaborators);
  const onProgress = (text: string) => screen.progress(text);
  return screen.during(
    `publishing ${file}`,
    () => publishWork({ chain, creator, directory, file, table, edges: agents.edges, signal, onProgress }),
    ({ title, chunks, split, durationSec }) =>
      `published ${title}: ${durationSec} s in ${chunks} chunks on ${agents.edges.length} edges, paying split ${split} (${table.length} collaborators)`,
  );
}

async function watchAll(
  { chain, agents, cast, directory, screen, seconds, signal }: Telling,
  works: readonly Work[],
): Promise<Viewing[]> {
  const viewers = [...(await makePeople(cast, VIEWERS, VIEWER_WEI)).values()];
  return screen.during(
    `${viewers.length} viewers watch, and pay for each second`,
    () =>
      Promise.all(
        viewers.map((viewer, number) =>
          view({
            chain,
            directory,
            viewer,
            work: works[number % works.length]!,
            // each begins at another edge, so that one at least begins at the liar
            edges: agents.edges.map((_, i) => agents.edges[(i + number) % agents.edges.length]!),
            sequencerUrl: agents.sequencer.url,
            seconds,
            signal,
          }),
        ),
      ),
    (viewings) => {
      const seconds = viewings.reduce((sum, { secondsWatched }) => sum + secondsWatched, 0);
      const bytes = viewings.reduce((sum, { mediaBytes }) => sum + mediaBytes, 0);
      const misled = viewings.filter(({ failures }) => failures.length > 0).map(({ viewer }) => viewer.name);
      if (misled.length === 0) throw new Error("no viewer met the bad chunk: the drill did not work");
      return `${viewers.length} viewers watched ${seconds} s, ${(bytes / 1e6).toFixed(1)} MB, each chunk verified; ${misled.join(" and ")} met a bad one, and got it from another edge`;
    },
  );
}

async function beginStreams({ chain, cast, screen }: Telling, work: Work): Promise<Streaming> {
  const [viewer, ...subscribers] = [...(await makePeople(cast, STREAMERS, VIEWER_WEI)).values()];
  return screen.during(
    "a viewer opens a stream, and two take seats in a pool",
    () => {
      const content = { contentId: work.contentId, payee: payeeOfSplit(work.split) };
      return startStreaming(chain, content, viewer!, subscribers);
    },
    () => `${STREAMERS[0]} streams to ${work.title}, ${STREAMERS.slice(1).join(" and ")} sit in its pool`,
  );
}

async function endStreams({ screen }: Telling, streaming: Streaming): Promise<void> {
  await screen.during(
    "the stream and the pool are collected, and end",
    () => streaming.stop(),
    () => "the stream and the pool have paid for each second; the rest went back to the viewers",
  );
}

async function beginStaking({ chain, cast, screen }: Telling): Promise<Stakes> {
  return screen.during(
    "a staker stakes, and harvests what has vested for stakers",
    async () => startStaking(chain, await cast.make("Stan", STAKE_WEI)),
    () => `Stan stakes ${stream(STAKE_WEI)}; a tenth of the stakers' pool flows to stakers for 30 days`,
  );
}

async function endStaking({ screen }: Telling, stakes: Stakes): Promise<void> {
  await screen.during(
    "the staker leaves",
    () => stakes.leave(),
    () => "Stan has the stake back, and what it earned",
  );
}

async function defend({ chain, cast, directory, agents, screen, signal }: Telling): Promise<void> {
  const { watchtower } = agents;
  await screen.during(
    "a payer closes early, and its payee is away",
    async () => {
      const payee = await cast.make("Walt");
      const payer = await cast.make("Wanda", VIEWER_WEI);
      await closeEarly({ chain, directory, payer, payee, watchtower, signal });
    },
    () => `Wanda closed early; the watchtower settled ${stream(AT_STAKE_WEI)} for Walt before the deadline`,
  );
}

async function settle({ chain, screen, signal }: Telling, viewings: readonly Viewing[]): Promise<void> {
  const { PaymentChannels } = chain.deployment.contracts;
  const claimedBy = ({ channelId }: Viewing) =>
    chain.publicClient
      .readContract({
        address: PaymentChannels,
        abi: paymentChannelsAbi,
        functionName: "channelOf",
        args: [channelId],
      })
      .then(({ claimed }) => claimed);
  await screen.during(
    "the sequencer settles the channels",
    () =>
      waitUntil(
        "the settlement of every channel",
        async () => {
          const claimed = await Promise.all(viewings.map(claimedBy));
          return viewings.every(({ paidWei }, i) => claimed[i] === paidWei);
        },
        { signal },
      ),
    () =>
      `the channels are settled: ${stream(viewings.reduce((sum, { paidWei }) => sum + paidWei, 0n))} of revenue`,
  );
}

async function prove({ chain, screen, signal }: Telling): Promise<void> {
  const segment = () =>
    chain.publicClient.readContract({
      address: chain.deployment.contracts.SplitRollup,
      abi: splitRollupAbi,
      functionName: "segmentOf",
      args: [0n],
    });
  await screen.during(
    "the prover seals the batches, proves them and settles them",
    () =>
      waitUntil(
        "the settlement of every batch",
        async () => {
          const { openEntries, sealedBatches, settledBatches } = await segment();
          return openEntries === 0 && settledBatches === sealedBatches;
        },
        { signal },
      ),
    () => "every batch is proved and settled",
  );
}

async function claim(
  { chain, screen, signal }: Telling,
  works: readonly Work[],
  collaborators: ReadonlyMap<string, Person>,
): Promise<ProofTimes> {
  const { publicClient } = chain;
  const { contracts, startBlock } = chain.deployment;
  const byAddress = new Map([...collaborators.values()].map((person) => [person.account.address, person]));
  const shares = works.flatMap(({ split, table }) =>
    table.map(({ recipient }, position) => ({ split, table, position, person: byAddress.get(recipient)! })),
  );
  return screen.during(
    "the collaborators claim their shares",
    async () => {
      const startedAt = performance.now();
      let proofs = 0;
      for (const [done, { split, table, position, person }] of shares.entries()) {
        signal.throwIfAborted();
        screen.progress(`${person.name} proves share ${done + 1} of ${shares.length}`);
        const { transactionHash } = await claimShare(person.wallet, {
          publicClient,
          rollup: contracts.SplitRollup,
          startBlock,
          split,
          table,
          position,
        });
        if (transactionHash) proofs += 1;
      }
      const seconds = (performance.now() - startedAt) / 1000;
      await stopProving();
      return { proofs, seconds };
    },
    ({ proofs }) => `${collaborators.size} collaborators claimed ${proofs} shares, each by its proof`,
  );
}

async function makePeople(
  cast: Cast,
  names: readonly string[],
  streamWei = 0n,
): Promise<Map<string, Person>> {
  const people = new Map<string, Person>();
  for (const name of names) people.set(name, await cast.make(name, streamWei));
  return people;
}
