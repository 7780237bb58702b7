// SPDX-License-Identifier: GPL-3.0-or-later

import { encodeFunctionData } from "viem";
import type { ChainConnection } from "../../kernel/chain/chain.ts";
import type { Sender } from "../../kernel/tx/sender.ts";
import { placementAbi } from "../../sdk/abis.generated.ts";
import { epochOf } from "../../sdk/content/holding.ts";
import { getCapacity, getWeight } from "../../sdk/placement/actions.ts";
import { getRoster } from "../../sdk/placement/getPlan.ts";

/** Has the roster of the next epoch say what this edge is: its capacity as declared, its bond as it stands. */
export async function declareCapacity(
  chain: ChainConnection<"Placement">,
  sender: Pick<Sender, "address" | "send">,
  gigabytes: number,
): Promise<void> {
  const { publicClient, deployment } = chain;
  const placement = deployment.contracts.Placement;
  const edge = sender.address.toLowerCase();
  const { timestamp } = await publicClient.getBlock();
  const [declared, weight, roster] = await Promise.all([
    getCapacity(publicClient, { placement, edge: sender.address }),
    getWeight(publicClient, { placement, edge: sender.address }),
    getRoster(publicClient, { placement, epoch: epochOf(timestamp) + 1n }),
  ]);
  const stands = roster.find((place) => place?.edge === edge)?.weight ?? 0;
  if (declared === gigabytes && stands === weight) return;
  await sender.send({
    to: placement,
    data: encodeFunctionData({ abi: placementAbi, functionName: "declareCapacity", args: [gigabytes] }),
    label: "declare the capacity",
  });
}
