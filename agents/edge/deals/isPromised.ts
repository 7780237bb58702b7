// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import type { ChainConnection } from "../../kernel/chain/chain.ts";
import { getContent } from "../../sdk/content/getContent.ts";
import { getPosted } from "../../sdk/deals/actions.ts";

/**
 * Whether a holding that was posted still binds the edge: it can be asked, or may have to answer. What an edge posts begins with the
 * next epoch and has no gap, so the epochs around the present one say it.
 */
export async function isPromised(
  { publicClient, deployment }: ChainConnection<"ContentRegistry" | "StorageDeals">,
  edge: Address,
  contentId: Hex,
  present: bigint,
): Promise<boolean> {
  const { ContentRegistry: contentRegistry, StorageDeals: storageDeals } = deployment.contracts;
  const { generation } = await getContent(publicClient, { contentRegistry, contentId });
  const around = [present - 1n, present, present + 1n];
  const posted = await Promise.all(
    around.map((epoch) => getPosted(publicClient, { storageDeals, edge, contentId, generation, epoch })),
  );
  return posted.includes(true);
}
