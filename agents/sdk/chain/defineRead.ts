// SPDX-License-Identifier: MIT
import type { AbiFunction, Address } from "viem";
import { readContract } from "viem/actions";
import { errorOf } from "../errors/chainErrors.ts";
import type { AnyClient } from "./clients.ts";
import { addressOf, type Choice, type ContractKey, type Contracts, keyOf, keysOf } from "./deployment.ts";
import { type AnswerOf, argsOf, type Named } from "./namedInputs.ts";

/** What a caller may say about any read. */
export type ReadOptions = {
  /** The latest block by default. */
  blockNumber?: bigint | undefined;
} & { [key in ContractKey]?: Address | undefined };

/** A call alone, as viem's `readContract` and {@link readAll} take it. */
export type ReadCall<item extends AbiFunction> = {
  abi: readonly [item];
  address: Address;
  functionName: string;
  args: readonly unknown[];
};

/** A read of one function of a contract. */
export type Read<item extends AbiFunction, Parameters = Named<item["inputs"]>, Result = AnswerOf<item>> = {
  (client: AnyClient, parameters: Parameters & ReadOptions): Promise<Result>;
  call(client: AnyClient, parameters: Parameters & ReadOptions): ReadCall<item>;
  readonly calls: { contract: ContractKey | readonly ContractKey[]; functions: readonly AbiFunction[] };
};

/** What a read says in other words than the contract. */
export type ReadWords<item extends AbiFunction, Parameters, Result> = {
  /** The arguments; by default the parameters that the contract names. */
  args?: (
    parameters: Parameters,
    context: { addressOf: (key: ContractKey) => Address },
  ) => readonly unknown[];
  /** The words of the answer for the caller; by default the contract's own. */
  result?: (answer: AnswerOf<item>) => Result;
};

/**
 * Defines a read of the protocol by the function's own item. The parameters have the contract's names.
 *
 * @param contract The contract, or several with the same function.
 *
 * @example
 * export const getStakeOf = defineRead("staking", stakeOfFunction);
 * const { amount } = await client.staking.getStakeOf({ account });
 */
export function defineRead<
  const item extends AbiFunction,
  contracts extends Contracts,
  Parameters = Named<item["inputs"]>,
  Result = AnswerOf<item>,
>(
  contract: contracts,
  item: item,
  words: ReadWords<item, Parameters, Result> = {},
): Read<item, Parameters & Choice<contracts>, Result> {
  type Given = Parameters & Choice<contracts> & ReadOptions;
  const byName = (parameters: Parameters) => argsOf(item, parameters as Record<string, unknown>);
  const { args = byName, result = (answer: unknown) => answer as Result } = words;
  const call = (client: AnyClient, parameters: Given) => {
    const at = (key: ContractKey) => addressOf(client.chain, key, parameters);
    return {
      abi: [item] as const,
      address: at(keyOf(contract, parameters)),
      functionName: item.name,
      args: args(parameters, { addressOf: at }),
    };
  };
  const read = async (client: AnyClient, parameters: Given) => {
    const { blockNumber } = parameters;
    try {
      const request = { ...call(client, parameters), ...(blockNumber !== undefined && { blockNumber }) };
      return result((await readContract(client, request as never)) as never);
    } catch (error) {
      throw errorOf(error, item.name);
    }
  };
  return Object.assign(read, {
    call,
    calls: { contract: keysOf(contract), functions: [item] },
  });
}
