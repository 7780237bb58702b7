// SPDX-License-Identifier: GPL-3.0-or-later
import { encodeFunctionData } from "viem";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import type { Sender } from "../kernel/tx/sender.ts";
import { contentRegistryAbi } from "../sdk/abis.generated.ts";
import { getSequencerOf } from "../sdk/content/getSequencer.ts";
import type { BaseUrl } from "../sdk/wire/baseUrl.ts";

/** Names the sequencer of all works of the sender's account on chain, unless the account has named this one. */
export async function nameSequencer(
  { publicClient, deployment }: ChainConnection<"ContentRegistry">,
  sender: Sender,
  sequencerUrl: BaseUrl,
): Promise<void> {
  const contentRegistry = deployment.contracts.ContentRegistry;
  if ((await getSequencerOf(publicClient, { account: sender.address, contentRegistry })) === sequencerUrl)
    return;
  const call = { abi: contentRegistryAbi, functionName: "nameSequencer", args: [sequencerUrl] } as const;
  await sender.send({ to: contentRegistry, data: encodeFunctionData(call), label: "name the sequencer" });
}
