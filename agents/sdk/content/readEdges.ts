// SPDX-License-Identifier: MIT
import type { Address, Client } from "viem";
import { getBlockNumber, getContractEvents, readContract } from "viem/actions";
import { operatorRegistryAbi } from "../abis.generated.ts";
import type { Edge } from "./requestChunk.ts";

/** `Role.Edge` of OperatorRegistry. */
export const EDGE_ROLE = 1;
/** Blocks in one request; most RPCs take as many. */
const RANGE_BLOCKS = 2_000n;

export type ReadEdgesParameters = { operatorRegistry: Address; startBlock: bigint };
export type ReadEdgesReturnType = Edge[];

/**
 * Reads the serving edges: bonded, not unbonding, not slashed; in order of registration.
 *
 * @example
 * const edges = await readEdges(client, { operatorRegistry, startBlock });
 */
export async function readEdges(
  client: Client,
  { operatorRegistry, startBlock }: ReadEdgesParameters,
): Promise<ReadEdgesReturnType> {
  const head = await getBlockNumber(client);
  const operators = new Set<Address>();
  for (let fromBlock = startBlock; fromBlock <= head; fromBlock += RANGE_BLOCKS) {
    const end = fromBlock + RANGE_BLOCKS - 1n;
    const registered = await getContractEvents(client, {
      abi: operatorRegistryAbi,
      address: operatorRegistry,
      eventName: "Registered",
      args: { role: EDGE_ROLE },
      fromBlock,
      toBlock: end < head ? end : head,
      strict: true,
    });
    for (const { args } of registered) operators.add(args.operator);
  }
  const edges = await Promise.all(
    [...operators].map(async (operator) => {
      const { role, withdrawableAt, endpoint } = await readContract(client, {
        abi: operatorRegistryAbi,
        address: operatorRegistry,
        functionName: "operatorOf",
        args: [operator],
      });
      return role === EDGE_ROLE && withdrawableAt === 0 ? [{ operator, endpoint }] : [];
    }),
  );
  return edges.flat();
}
