// SPDX-License-Identifier: MIT
import type { AbiFunction, Address } from "viem";
import { readContract } from "viem/actions";
import { errorOf } from "../errors/chainErrors.ts";
import type { AnyClient } from "./clients.ts";
import { addressOf, type ContractKey } from "./deployment.ts";
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
export type Read<item extends AbiFunction> = {
  (client: AnyClient, parameters: Named<item["inputs"]> & ReadOptions): Promise<AnswerOf<item>>;
  call(client: AnyClient, parameters: Named<item["inputs"]> & ReadOptions): ReadCall<item>;
  readonly calls: { contract: ContractKey; functions: readonly AbiFunction[] };
};

/**
 * Defines a read of the protocol by the function's own item. The parameters have the contract's names.
 *
 * @example
 * export const getStakeOf = defineRead("staking", stakeOfFunction);
 * const { amount } = await getStakeOf(client, { account });
 */
export function defineRead<const item extends AbiFunction>(contract: ContractKey, item: item): Read<item> {
  type Parameters = Named<item["inputs"]> & ReadOptions;
  const call = (client: AnyClient, parameters: Parameters) => ({
    abi: [item] as const,
    address: addressOf(client.chain, contract, parameters),
    functionName: item.name,
    args: argsOf(item, parameters as Record<string, unknown>),
  });
  const read = async (client: AnyClient, parameters: Parameters) => {
    const { blockNumber } = parameters;
    try {
      return (await readContract(client, {
        ...call(client, parameters),
        ...(blockNumber !== undefined && { blockNumber }),
      } as never)) as never;
    } catch (error) {
      throw errorOf(error, item.name);
    }
  };
  return Object.assign(read, { call, calls: { contract, functions: [item] } });
}
