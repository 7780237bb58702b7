// SPDX-License-Identifier: MIT
import { type Address, getAbiItem, type PublicClient } from "viem";
import { operatorRegistryAbi } from "../abis.generated.ts";
import type { Edge } from "./requestChunk.ts";

export type ActiveEdgesParameters = {
  client: Pick<PublicClient, "getBlockNumber" | "getLogs" | "readContract">;
  operatorRegistry: Address;
  /** The block that the contracts were deployed at: nobody registered before. */
  fromBlock: bigint;
};

/** Blocks asked for at once; most RPCs take as many. */
const RANGE_BLOCKS = 2_000n;
/** `Role.Edge` of the OperatorRegistry. */
export const EDGE_ROLE = 1;

/**
 * The edges that serve now: registered, bonded, neither retiring nor slashed. In the order in which they registered.
 *
 * @example
 * const edges = await activeEdges({ client, operatorRegistry, fromBlock: deployment.startBlock });
 */
export async function activeEdges(parameters: ActiveEdgesParameters): Promise<Edge[]> {
  const { client, operatorRegistry, fromBlock } = parameters;
  const registry = { address: operatorRegistry, abi: operatorRegistryAbi } as const;
  const event = getAbiItem({ abi: operatorRegistryAbi, name: "Registered" });
  const head = await client.getBlockNumber();
  const operators = new Set<Address>();
  for (let first = fromBlock; first <= head; first += RANGE_BLOCKS) {
    const last = first + RANGE_BLOCKS - 1n;
    const logs = await client.getLogs({
      address: operatorRegistry,
      event,
      args: { role: EDGE_ROLE },
      fromBlock: first,
      toBlock: last < head ? last : head,
      strict: true,
    });
    for (const { args } of logs) operators.add(args.operator);
  }
  const edges = await Promise.all(
    [...operators].map(async (operator) => {
      const args = [operator] as const;
      const { role, withdrawableAt, endpoint } = await client.readContract({
        ...registry,
        functionName: "operatorOf",
        args,
      });
      return role === EDGE_ROLE && withdrawableAt === 0 ? [{ operator, endpoint }] : [];
    }),
  );
  return edges.flat();
}
