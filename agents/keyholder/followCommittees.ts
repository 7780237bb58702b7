// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, getAbiItem } from "viem";
import type { ChainClient } from "../kernel/chain/chain.ts";
import { followLogs } from "../kernel/chain/logs.ts";
import type { Store } from "../kernel/store/store.ts";
import { keyRegistryAbi, operatorRegistryAbi } from "../sdk/abis.generated.ts";

/** Polls between two looks at committees and registration without a log of them: an RPC may leave one out. */
const SWEEP_EVERY = 60;

const EVENTS = [
  getAbiItem({ abi: keyRegistryAbi, name: "EpochStarted" }),
  getAbiItem({ abi: operatorRegistryAbi, name: "UnbondStarted" }),
  getAbiItem({ abi: operatorRegistryAbi, name: "BondWithdrawn" }),
  getAbiItem({ abi: operatorRegistryAbi, name: "Slashed" }),
] as const;

/** Tells when a committee may have begun an epoch, or this node's registration may have ended. */
export function followCommittees<Tables>(options: {
  publicClient: ChainClient;
  store: Store<Tables>;
  keyRegistry: Address;
  operatorRegistry: Address;
  startBlock: bigint;
  finalityBlocks: number;
}) {
  const { publicClient, store, keyRegistry, operatorRegistry, startBlock, finalityBlocks } = options;
  let pollsUntilSweep = 0;
  const changed = async () => {
    pollsUntilSweep = 0;
  };
  const follower = followLogs({
    ...{ publicClient, store, name: "committees", address: [keyRegistry, operatorRegistry] },
    ...{ events: EVENTS, startBlock, finalityBlocks, onRewind: changed },
    async onLogs(logs) {
      if (logs.length > 0) await changed();
    },
  });
  return {
    poll: (signal?: AbortSignal) => follower.poll(signal),
    /** Whether anything may be another than at the last call. */
    mayHaveChanged(): boolean {
      const isDue = pollsUntilSweep <= 0;
      pollsUntilSweep = isDue ? SWEEP_EVERY : pollsUntilSweep - 1;
      return isDue;
    },
  };
}
