// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import type { ChainClient } from "../kernel/chain/chain.ts";
import { isConnectionError } from "../kernel/process/errors.ts";
import { splitRollupAbi } from "../sdk/abis.generated.ts";

/** What reading the rollup takes: a page has no more of viem. */
export type RollupClient = Pick<ChainClient, "chain" | "readContract" | "getLogs" | "getBlockNumber">;

/** One segment's queue in the contract. */
export type SegmentQueue = {
  segment: bigint;
  sealedBatches: bigint;
  settledBatches: bigint;
  openEntries: number;
  /** Time of the open batch's first credit, in seconds. */
  openedAt: number;
};

/** Makes the reader of the SplitRollup. Without a block number, a method reads the latest block. */
export function createRollupReader(publicClient: RollupClient, rollup: Address) {
  const contract = { abi: splitRollupAbi, address: rollup } as const;

  return {
    async queueOf(segment: bigint, blockNumber?: bigint): Promise<SegmentQueue> {
      const queue = await publicClient.readContract({
        ...contract,
        functionName: "segmentOf",
        args: [segment],
        blockNumber,
      });
      return { segment, ...queue };
    },

    /** Zero when the batch is not sealed, or settled already. */
    sealedHash: (segment: bigint, batch: bigint, blockNumber?: bigint): Promise<Hex> =>
      publicClient.readContract({
        ...contract,
        functionName: "sealedBatch",
        args: [segment, batch],
        blockNumber,
      }),

    rootAfter: (segment: bigint, settledBatches: bigint, blockNumber?: bigint): Promise<bigint> =>
      publicClient.readContract({
        ...contract,
        functionName: "rootAt",
        args: [segment, settledBatches],
        blockNumber,
      }),

    /** Whether a batch is settled once the node's pending transactions are mined; false at a node that cannot tell. */
    async settledSoon(segment: bigint, batch: bigint): Promise<boolean> {
      try {
        const call = { ...contract, functionName: "segmentOf", args: [segment] } as const;
        return (await publicClient.readContract({ ...call, blockTag: "pending" })).settledBatches > batch;
      } catch (error) {
        if (isConnectionError(error)) throw error;
        return false;
      }
    },

    /** Constants of the contract. `feeWei` is the proving fee of an entry. */
    async limits(): Promise<{ sealAgeSec: number; maxEntries: number; feeWei: bigint }> {
      const [sealAgeSec, maxEntries, feeWei] = await Promise.all([
        publicClient.readContract({ ...contract, functionName: "SEAL_AGE" }),
        publicClient.readContract({ ...contract, functionName: "MAX_ENTRIES" }),
        publicClient.readContract({ ...contract, functionName: "PROVING_FEE" }),
      ]);
      return { sealAgeSec, maxEntries, feeWei };
    },
  };
}

export type RollupReader = ReturnType<typeof createRollupReader>;
