// SPDX-License-Identifier: GPL-3.0-or-later
import { operatorRegistryAbi } from "../../sdk/abis.generated.ts";
import type { Work } from "./publishing.ts";
import type { Telling } from "./telling.ts";
import { waitUntil } from "./waiting.ts";

/** The act beside all others: resolves once the edge that lies is slashed, and says so at that moment. */
export async function liarCaught(
  { chain, agents, screen, signal }: Telling,
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
  const withinMs = 600_000 + 100 * Math.max(...works.map(({ chunks }) => chunks));
  await waitUntil("the slashing of the edge that lies", isSlashed, { withinMs, signal });
  screen.note(`the challenger proved that ${agents.liar.endpoint} signed a wrong chunk: slashed`);
}

/** The act's end: waits for it. */
export async function awaitLiar({ screen }: Telling, caught: Promise<void>): Promise<void> {
  await screen.during(
    "the challenger looks for the edge that lies",
    () => caught,
    () => "the edge that lied has lost its bond",
  );
}
