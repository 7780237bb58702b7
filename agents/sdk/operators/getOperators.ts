// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { getBlockNumber } from "viem/actions";
import type { operatorOfFunction } from "../abis/operatorRegistry.generated.ts";
import { operatorCountFunction, operatorsFunction } from "../abis/operatorRegistry.generated.ts";
import type { AnyClient } from "../chain/clients.ts";
import { defineRead, type ReadOptions } from "../chain/defineRead.ts";
import type { AnswerOf } from "../chain/namedInputs.ts";

/** A part of the list of a role's operators, in the contract's words; {@link getOperators} reads all. */
export const getOperatorPage = defineRead("operatorRegistry", operatorsFunction);
/** The number of operators that serve in a role. */
export const getOperatorCount = defineRead("operatorRegistry", operatorCountFunction);

/** An operator that serves, and its stored state. */
export type ServingOperator = { operator: Address } & AnswerOf<typeof operatorOfFunction>;

/** Who serves as a sequencer, in the contract's numbers. */
export const SEQUENCER_ROLE = 3;

/** `role`: see `src/types/Operator.sol`. */
export type GetOperatorsParameters = ReadOptions & { role: number };
export type GetOperatorsReturnType = ServingOperator[];

/** One call of a node reads so many: some 4 M gas. */
const PAGE = 250n;

/**
 * Reads the operators that serve in a role: bonded, not unbonding, not slashed; in no order. The list stands on chain: no log
 * is read.
 *
 * @example
 * const provers = await client.operator.getOperators({ role: 4 });
 */
export async function getOperators(
  client: AnyClient,
  { role, ...options }: GetOperatorsParameters,
): Promise<GetOperatorsReturnType> {
  const read = async (from: bigint, at: ReadOptions) => {
    const [accounts, states] = await getOperatorPage(client, { role, from, count: PAGE, ...at });
    return accounts.map((operator, n) => ({ operator, ...states[n]! }));
  };
  const first = await read(0n, options);
  if (first.length < PAGE) return first;

  // an operator that leaves moves another to its place: pages fit together at one block alone
  const { blockNumber = await getBlockNumber(client, { cacheTime: 0 }) } = options;
  const all: ServingOperator[] = [];
  for (let from = 0n; ; from += PAGE) {
    const page = await read(from, { ...options, blockNumber });
    all.push(...page);
    if (page.length < PAGE) return all;
  }
}
