// SPDX-License-Identifier: GPL-3.0-or-later
import { UserError } from "../process/errors.ts";
import type { KernelStore } from "./store.ts";

/**
 * Remembers which chain a store belongs to, and throws a UserError when it is another one.
 * Cursors and journals mean nothing on another chain, and a restarted development chain is another chain.
 */
export async function bindStoreToChain(
  store: KernelStore,
  chain: { chainId: number; genesisHash: string },
): Promise<void> {
  const row = { id: 1 as const, chain_id: chain.chainId, genesis_hash: chain.genesisHash };
  await store.kernel
    .insertInto("kernel_chain")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  const bound = await store.kernel.selectFrom("kernel_chain").selectAll().executeTakeFirstOrThrow();
  if (bound.chain_id !== chain.chainId || bound.genesis_hash !== chain.genesisHash) {
    throw new UserError(
      `The data directory belongs to chain ${bound.chain_id} (genesis ${bound.genesis_hash}), and the RPC serves chain ${chain.chainId} (genesis ${chain.genesisHash}).`,
      "Give this chain a --data-dir of its own. If the old one was a development chain that is gone, delete the directory.",
    );
  }
}
