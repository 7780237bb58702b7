// SPDX-License-Identifier: MIT
import type { AnyClient } from "../chain/clients.ts";
import type { ReadOptions } from "../chain/defineRead.ts";
import { getOperators } from "../operators/getOperators.ts";
import type { Edge } from "./requestChunk.ts";

/** `Role.Edge` of OperatorRegistry. */
export const EDGE_ROLE = 1;

export type GetEdgesParameters = ReadOptions;
export type GetEdgesReturnType = Edge[];

/**
 * Reads the serving edges from the list on chain: bonded, not unbonding, not slashed; in no order.
 *
 * @example
 * const edges = await client.content.getEdges();
 */
export async function getEdges(
  client: AnyClient,
  options: GetEdgesParameters = {},
): Promise<GetEdgesReturnType> {
  const serving = await getOperators(client, { role: EDGE_ROLE, ...options });
  return serving.map(({ operator, endpoint }) => ({ operator, endpoint }));
}
