// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import { type Address, formatEther, parseEther } from "viem";
import type { ChainConnection } from "../../kernel/chain/chain.ts";
import type { Screen } from "../../kernel/terminal/screen.ts";
import type { Anvil } from "../../localnet/anvil.ts";
import { REPOSITORY } from "../../localnet/deploy.ts";
import { openMediaFile } from "../../publisher/mediaFile.ts";
import { publishMedia } from "../../publisher/publish.ts";
import { availabilityCourtAbi, contentRegistryAbi, operatorRegistryAbi } from "../../sdk/abis.generated.ts";
import { payeeOfAddress } from "../../sdk/chain/payee.ts";
import { EPOCH_SEC, epochOf } from "../../sdk/content/holding.ts";
import type { Edge } from "../../sdk/content/requestChunk.ts";
import { withSender } from "../../wallet/wallet.ts";
import type { AgentProcess } from "../processes.ts";
import { stream } from "../screen/stream.ts";
import { type AgentsPlace, startAgent } from "../startAgent.ts";
import { BOND_WEI, type Cast, type Person } from "./cast.ts";
import { waitUntil } from "./waiting.ts";

/** Small: the act is about one piece. */
const CLIP = join(REPOSITORY, "agents/devnet/clips/dunes.mp4");
/** The chunk that the edge keeps back. */
const KEPT_CHUNK = "1";
/** The act waits for two rounds of audits. */
const ROUND_MS = "250";
/** The chain's clock is behind, and a role does not take that for progress. */
const BEHIND = { awaitReady: false };

/** A time after which a whole epoch for answers has passed by now. */
export const longAgoSec = (nowSec: number): number => Number(epochOf(Math.floor(nowSec)) - 2n) * EPOCH_SEC;

/**
 * The first act: an edge promises to keep a work, and keeps one chunk of it back; a challenger demands a piece of that chunk on chain, and collects
 * once the time for an answer is over. That takes an hour at least, so the chain begins {@link longAgoSec}, and the act moves its clock to the
 * present: nothing else of the story has begun, and no clock is ahead after it.
 *
 * @returns The edge, which has ended. The challenger has ended too.
 */
export async function demandPiece(run: {
  place: AgentsPlace;
  anvil: Anvil["client"];
  chain: ChainConnection;
  cast: Cast;
  challenging: Person;
  screen: Screen;
  signal: AbortSignal;
}): Promise<AgentProcess> {
  const { place, anvil, chain, cast, challenging, screen, signal } = run;
  const { AvailabilityCourt, OperatorRegistry } = chain.deployment.contracts;
  const court = { address: AvailabilityCourt, abi: availabilityCourtAbi } as const;
  const all = { fromBlock: chain.deployment.startBlock, strict: true } as const;
  const demands = () => anvil.getContractEvents({ ...court, eventName: "PieceRequested", ...all });
  const losses = () => anvil.getContractEvents({ ...court, eventName: "PieceLost", ...all });
  const bondOf = async (operator: Address) => {
    const registry = { address: OperatorRegistry, abi: operatorRegistryAbi } as const;
    return (await anvil.readContract({ ...registry, functionName: "operatorOf", args: [operator] })).bond;
  };

  const person = await cast.make("edge-that-withholds", BOND_WEI);
  return screen
    .during(
      "an edge keeps back what it promised",
      async () => {
        const [edge, challenger] = await Promise.all([
          startAgent(
            place,
            person,
            "edge",
            { TRIBUTARY_BOND: formatEther(BOND_WEI), TRIBUTARY_EDGE_FAULT_WITHHOLD: KEPT_CHUNK },
            BEHIND,
          ),
          startAgent(place, challenging, "challenger", { TRIBUTARY_ROUND_MS: ROUND_MS }, BEHIND),
        ]);
        await publishTo({ operator: person.account.address, endpoint: edge.url }, run);
        screen.progress("the challenger is refused a chunk");
        await waitUntil("the demand for a piece", async () => (await demands()).length > 0, { signal });
        screen.progress("a piece is demanded on chain; the time for an answer passes");
        await anvil.setNextBlockTimestamp({ timestamp: BigInt(Math.floor(Date.now() / 1_000)) });
        await anvil.mine({ blocks: 1 });
        await waitUntil("the loss of the demand", async () => (await losses()).length > 0, { signal });
        const [lost] = await losses();
        const { edge: loser, taken } = lost!.args;
        if (loser !== person.account.address || taken === 0n || (await bondOf(loser)) !== BOND_WEI - taken)
          throw new Error("the edge that kept a piece back has its bond: the drill did not work");
        await Promise.all([place.processes.stop(edge), place.processes.stop(challenger)]);
        return { edge, taken };
      },
      ({ taken }) =>
        `an edge kept back what it promised, and did not answer the challenger's demand on chain: ${stream(taken)} of its ${stream(BOND_WEI)} are gone`,
    )
    .then(({ edge }) => edge);
}

/** Publishes the clip to one edge. */
async function publishTo(
  edge: Edge,
  {
    place,
    chain,
    cast,
    signal,
  }: Pick<Parameters<typeof demandPiece>[0], "place" | "chain" | "cast" | "signal">,
): Promise<void> {
  const { name, account } = await cast.make("publisher");
  const media = await openMediaFile(CLIP);
  try {
    const wallet = { account, chain, directory: join(place.directory, name) };
    const { failures } = await withSender(wallet, contentRegistryAbi, (sender) =>
      publishMedia({
        ...{ chain, sender, media, edges: [edge], signal },
        ...{ payee: payeeOfAddress(account.address), ratePerSecondWei: parseEther("0.1") },
      }),
    );
    if (failures[0]) throw new Error(`${edge.endpoint} has no copy of ${CLIP}: ${failures[0].reason}`);
  } finally {
    await media.close();
  }
}
