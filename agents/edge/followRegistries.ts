// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, getAbiItem } from "viem";
import { type ChainConnection, latestFinal } from "../kernel/chain/chain.ts";
import { followLogs } from "../kernel/chain/logs.ts";
import type { Store } from "../kernel/store/store.ts";
import { contentRegistryAbi, operatorRegistryAbi } from "../sdk/abis.generated.ts";
import type { Works } from "./works.ts";

/** Polls between two looks at the registry without a log of it: an RPC may leave one out. */
const SWEEP_EVERY = 60;

/** What changes a work (registered, grown, republished), and what changes an operator. */
const EVENTS = [
  getAbiItem({ abi: contentRegistryAbi, name: "RootChanged" }),
  getAbiItem({ abi: operatorRegistryAbi, name: "Registered" }),
  getAbiItem({ abi: operatorRegistryAbi, name: "Updated" }),
  getAbiItem({ abi: operatorRegistryAbi, name: "BondAdded" }),
  getAbiItem({ abi: operatorRegistryAbi, name: "BondReduced" }),
  getAbiItem({ abi: operatorRegistryAbi, name: "UnbondStarted" }),
  getAbiItem({ abi: operatorRegistryAbi, name: "BondWithdrawn" }),
  getAbiItem({ abi: operatorRegistryAbi, name: "Slashed" }),
] as const;

export type RegistryFollower = {
  poll(signal?: AbortSignal): Promise<unknown>;
  /** Whether this edge's registration may be another than at the last call. */
  mayHaveChanged(): boolean;
  /** Whether the registry's edges may be others than at the last call. */
  edgesMayHaveChanged(): boolean;
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
  const own = createSweep();
  const edges = createSweep();
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
        else edges.hurry();
        if (eventName !== "RootChanged" && args.operator === address) own.hurry();
      }
    },
    async onRewind() {
      works.forget();
      own.hurry();
      edges.hurry();
    },
  });
  return {
    poll: (signal) => follower.poll(signal),
    mayHaveChanged: own.isDue,
    edgesMayHaveChanged: edges.isDue,
  };
}

/** Due at its first look, then every so many looks, and at the next look once hurried. */
function createSweep() {
  let looksLeft = 0;
  return {
    hurry() {
      looksLeft = 0;
    },
    isDue() {
      const isDue = looksLeft <= 0;
      looksLeft = isDue ? SWEEP_EVERY : looksLeft - 1;
      return isDue;
    },
  };
}
