// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import { type ChainClient, latestFinal } from "../../kernel/chain/chain.ts";
import { createLoadingCache } from "../../kernel/process/loadingCache.ts";
import { contentRegistryAbi } from "../../sdk/abis.generated.ts";
import type { Payee } from "../../sdk/chain/payee.ts";

/** The works remembered. */
const REMEMBERED = 10_000;
const NOBODY = 0n;

/** The payee of a work's revenue, which never changes; undefined for a work that is unknown, or whose registration is not final. */
export function createWorkPayees(options: {
  publicClient: ChainClient;
  contentRegistry: Address;
  finalityBlocks: number;
}): (contentId: Hex) => Promise<Payee | undefined> {
  const { publicClient, contentRegistry: address, finalityBlocks } = options;
  const known = createLoadingCache<Payee>({ maxBytes: REMEMBERED, bytesOf: () => 1 });

  async function read(contentId: Hex): Promise<Payee | undefined> {
    const { payee } = await publicClient.readContract({
      ...{ address, abi: contentRegistryAbi, functionName: "contentOf", args: [contentId] },
      blockNumber: await latestFinal(publicClient, finalityBlocks),
    });
    return BigInt(payee) === NOBODY ? undefined : (payee.toLowerCase() as Payee);
  }

  return (contentId) => known.get(contentId, () => read(contentId));
}
