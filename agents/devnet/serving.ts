// SPDX-License-Identifier: GPL-3.0-or-later
import { type ChainConnection, connectChain } from "../kernel/chain/chain.ts";
import type { Agents } from "./agents.ts";
import { createFaucet, type Faucet, PURSE } from "./faucet.ts";
import type { Devnet } from "./routes.ts";
import type { Cast } from "./story/cast.ts";
import type { Work } from "./story/publishing.ts";

/** What the deployment says of a work. */
export type ServedWork = Pick<Work, "contentId" | "title" | "durationSec">;

/**
 * What the devnet serves at `url`. The faucet gets a purse of its own: whatever becomes of that, the story's money is
 * untouched, and no two senders share an account's nonces.
 *
 * @param works The works so far; the caller adds to them.
 */
export async function devnetOf(run: {
  cast: Cast;
  chain: ChainConnection;
  rpcUrl: string;
  agents: Agents;
  works: readonly ServedWork[];
  url: string;
}): Promise<Devnet & { faucet: Faucet }> {
  const { cast, chain, rpcUrl, agents, works, url } = run;
  const { chainId, deployment } = chain;
  const { account } = await cast.make("faucet", PURSE.streamWei, PURSE.etherWei);
  const purse = { rpcUrl, contracts: ["StreamToken"], deploymentPath: deployment.path, account } as const;
  const faucet = createFaucet(await connectChain(purse));
  return {
    faucet,
    deployment: () => ({
      chainId,
      rpcUrl,
      startBlock: Number(deployment.startBlock),
      contracts: deployment.contracts,
      urls: {
        sequencer: agents.sequencer.url,
        prover: agents.prover.url,
        watchtower: agents.watchtower.url,
        keyholders: agents.keyholders.map(({ agent }) => agent.url),
        signin: agents.signin.url,
        edges: agents.edges.filter((edge) => edge !== agents.liar).map(({ endpoint }) => endpoint),
        faucet: url,
      },
      works: works.map(({ contentId, title, durationSec }) => ({ contentId, title, durationSec })),
    }),
  };
}
