// SPDX-License-Identifier: GPL-3.0-or-later
import { UserError } from "../process/errors.ts";
import type { KernelStore } from "./store.ts";

/**
 * Binds a store to its first chain, and throws a UserError on any other.
 * Cursors and journals mean nothing on another chain, and a restarted development chain is another chain.
 */
export async function bindStoreToChain(
  store: KernelStore,
  chain: { chainId: number; genesisHash: string },
  directory: string,
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
      `The data in ${directory} belong to chain ${bound.chain_id} (genesis ${bound.genesis_hash}), and the RPC serves chain ${chain.chainId} (genesis ${chain.genesisHash}).`,
      `Give this chain another --data-dir; or, if that development chain is gone, delete ${directory}.`,
    );
  }
}
