// SPDX-License-Identifier: MIT
import { RegisteredEvent } from "../abis/operatorRegistry.generated.ts";
import type { AnyClient } from "../chain/clients.ts";
import type { ReadOptions } from "../chain/defineRead.ts";
import { addressOf, startBlockOf } from "../chain/deployment.ts";
import { readAll } from "../chain/readAll.ts";
import { readEvents } from "../chain/readEvents.ts";
import { getOperator } from "../operators/getOperator.ts";
import type { Edge } from "./requestChunk.ts";

/** `Role.Edge` of OperatorRegistry. */
export const EDGE_ROLE = 1;

export type GetEdgesParameters = ReadOptions & {
  /** The first block with logs; by default, the chain's own. */
  startBlock?: bigint | undefined;
};
export type GetEdgesReturnType = Edge[];

/**
 * Reads the serving edges: bonded, not unbonding, not slashed; in order of registration.
 *
 * @example
 * const edges = await getEdges(client);
 */
export async function getEdges(
  client: AnyClient,
  { startBlock = startBlockOf(client.chain), ...options }: GetEdgesParameters = {},
): Promise<GetEdgesReturnType> {
  const registered = await readEvents(client, {
    abi: [RegisteredEvent],
    address: addressOf(client.chain, "operatorRegistry", options),
    eventName: "Registered",
    args: { role: EDGE_ROLE },
    fromBlock: startBlock,
  });
  const operators = [...new Set(registered.map(({ args }) => args.operator))];
  const stored = await readAll(
    client,
    operators.map((operator) => getOperator.call(client, { operator, ...options })),
    options,
  );
  return stored.flatMap(({ role, withdrawableAt, endpoint }, at) =>
    role === EDGE_ROLE && withdrawableAt === 0 ? [{ operator: operators[at]!, endpoint }] : [],
  );
}
