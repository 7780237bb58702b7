// SPDX-License-Identifier: MIT
import type { Address, Client } from "viem";
import { getContractEvents, readContract } from "viem/actions";
import { operatorRegistryAbi } from "./abis.generated.ts";
import type { Edge } from "./content/requestChunk.ts";

/** `Role.Edge` of OperatorRegistry. */
const EDGE = 1;

export type ReadEdgesParameters = { operatorRegistry: Address; startBlock: bigint };
export type ReadEdgesReturnType = Edge[];

/**
 * The edges that serve now: bonded, not unbonding, not slashed. In the order in which they registered.
 *
 * @example
 * const edges = await readEdges(client, { operatorRegistry, startBlock });
 */
export async function readEdges(
  client: Client,
  { operatorRegistry, startBlock }: ReadEdgesParameters,
): Promise<ReadEdgesReturnType> {
  const registered = await getContractEvents(client, {
    abi: operatorRegistryAbi,
    address: operatorRegistry,
    eventName: "Registered",
    args: { role: EDGE },
    fromBlock: startBlock,
    strict: true,
  });
  const operators = [...new Set(registered.map(({ args }) => args.operator))];
  const edges = await Promise.all(
    operators.map(async (operator) => {
      const { role, withdrawableAt, endpoint } = await readContract(client, {
        abi: operatorRegistryAbi,
        address: operatorRegistry,
        functionName: "operatorOf",
        args: [operator],
      });
      return role === EDGE && withdrawableAt === 0 ? [{ operator, endpoint }] : [];
    }),
  );
  return edges.flat();
}
