// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, getAbiItem } from "viem";
import { type ChainConnection, latestFinal } from "../kernel/chain/chain.ts";
import { followLogs } from "../kernel/chain/logs.ts";
import type { Store } from "../kernel/store/store.ts";
import { contentRegistryAbi, operatorRegistryAbi } from "../sdk/abis.generated.ts";
import type { Works } from "./works.ts";

/** Polls between two looks at the registration without a log of it: an RPC may leave one out. */
const SWEEP_EVERY = 60;

/** What changes a work (registered, grown, republished), and what changes an operator. */
const EVENTS = [
  getAbiItem({ abi: contentRegistryAbi, name: "RootChanged" }),
  getAbiItem({ abi: operatorRegistryAbi, name: "Registered" }),
  getAbiItem({ abi: operatorRegistryAbi, name: "Updated" }),
  getAbiItem({ abi: operatorRegistryAbi, name: "UnbondStarted" }),
  getAbiItem({ abi: operatorRegistryAbi, name: "BondWithdrawn" }),
  getAbiItem({ abi: operatorRegistryAbi, name: "Slashed" }),
] as const;

export type RegistryFollower = {
  poll(signal?: AbortSignal): Promise<unknown>;
  /** Whether this edge's registration may be another than at the last call. */
  mayHaveChanged(): boolean;
};

/**
 * Follows the registries at finality: a work whose root changed is read anew, so that viewers never get the proofs of an
 * older generation for long.
 */
export async function followRegistries<Tables>(options: {
  chain: ChainConnection<"ContentRegistry" | "OperatorRegistry">;
  store: Store<Tables>;
  address: Address;
  works: Pick<Works, "forget">;
  finalityBlocks: number;
}): Promise<RegistryFollower> {
  const { chain, store, address, works, finalityBlocks } = options;
  const { ContentRegistry, OperatorRegistry } = chain.deployment.contracts;
  let pollsUntilSweep = 0;
  const follower = followLogs({
    publicClient: chain.publicClient,
    store,
    name: "registries",
    address: [ContentRegistry, OperatorRegistry],
    events: EVENTS,
    // no work is in memory yet
    startBlock: await latestFinal(chain.publicClient, finalityBlocks),
    finalityBlocks,
    async onLogs(logs) {
      for (const { eventName, args } of logs) {
        if (eventName === "RootChanged") works.forget(args.contentId);
        else if (args.operator === address) pollsUntilSweep = 0;
      }
    },
    async onRewind() {
      works.forget();
      pollsUntilSweep = 0;
    },
  });
  return {
    poll: (signal) => follower.poll(signal),
    mayHaveChanged() {
      const due = pollsUntilSweep <= 0;
      pollsUntilSweep = due ? SWEEP_EVERY : pollsUntilSweep - 1;
      return due;
    },
  };
}
