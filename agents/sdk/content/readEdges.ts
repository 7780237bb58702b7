// SPDX-License-Identifier: MIT
import type { Address, Client } from "viem";
import { readContract } from "viem/actions";
import { operatorRegistryAbi } from "../abis.generated.ts";
import { readEvents } from "../chain/readEvents.ts";
import type { Edge } from "./requestChunk.ts";

/** `Role.Edge` of OperatorRegistry. */
export const EDGE_ROLE = 1;

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
  const registered = await readEvents(client, {
    abi: operatorRegistryAbi,
    address: operatorRegistry,
    eventName: "Registered",
    args: { role: EDGE_ROLE },
    fromBlock: startBlock,
  });
  const operators = new Set(registered.map(({ args }) => args.operator));
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
