// SPDX-License-Identifier: GPL-3.0-or-later

import type { ChainConnection } from "../../kernel/chain/chain.ts";
import type { Screen } from "../../kernel/terminal/screen.ts";
import { operatorRegistryAbi } from "../../sdk/abis.generated.ts";
import type { Agents } from "../agents.ts";
import { waitUntil } from "./waiting.ts";
import type { Work } from "./works.ts";

/** Resolves once the edge that lies is slashed, and says so at that moment. */
export async function liarCaught(
  {
    chain,
    agents,
    screen,
    signal,
  }: { chain: ChainConnection; agents: Agents; screen: Screen; signal: AbortSignal },
  works: readonly Work[],
): Promise<void> {
  const isSlashed = async () => {
    const { slashed } = await chain.publicClient.readContract({
      address: chain.deployment.contracts.OperatorRegistry,
      abi: operatorRegistryAbi,
      functionName: "operatorOf",
      args: [agents.liar.operator],
    });
    return slashed;
  };
  // the bad chunk may be the last that the challenger asks for
  const withinMs = 120_000 + 100 * Math.max(...works.map(({ chunks }) => chunks));
  await waitUntil("the slashing of the edge that lies", isSlashed, { withinMs, signal });
  screen.note(`the challenger proved that ${agents.liar.endpoint} signed a wrong chunk: slashed`);
}
