// SPDX-License-Identifier: GPL-3.0-or-later
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { outsideEndpoints } from "../kernel/chain/outsideEndpoints.ts";
import { getEdges } from "../sdk/content/getEdges.ts";
import type { Edge } from "../sdk/content/requestChunk.ts";

/** The registered edges that may be asked; `say` is told of each that is left out. */
export async function edgesToAsk(
  { publicClient, chainId, deployment }: ChainConnection<"OperatorRegistry">,
  privateNetwork: boolean,
  say: (line: string) => void,
): Promise<Edge[]> {
  const all = await getEdges(publicClient, { operatorRegistry: deployment.contracts.OperatorRegistry });
  const edges = await outsideEndpoints(all, { chainId, privateNetwork });
  for (const { endpoint } of all.filter((edge) => !edges.includes(edge)))
    say(`${endpoint} is left out: its address is private. If it is yours, give --private-network.`);
  return edges;
}
