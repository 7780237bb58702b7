// SPDX-License-Identifier: MIT
import type { AbiFunction, Address } from "viem";
import { multicall } from "viem/actions";
import { errorOf } from "../errors/chainErrors.ts";
import type { AnyClient } from "./clients.ts";
import type { ReadCall } from "./defineRead.ts";
import type { AnswerOf } from "./namedInputs.ts";

/**
 * Reads several values in one request, at one block. A chain without Multicall3 is asked by a call without a contract.
 *
 * @throws the error of the first read that fails.
 */
export async function readAll<const calls extends readonly ReadCall<AbiFunction>[]>(
  client: AnyClient,
  calls: calls,
  { blockNumber }: { blockNumber?: bigint | undefined } = {},
): Promise<{
  -readonly [at in keyof calls]: calls[at] extends ReadCall<infer item> ? AnswerOf<item> : never;
}> {
  // viem would send a call of nothing
  if (calls.length === 0) return [] as never;
  const request = {
    contracts: calls as readonly { abi: readonly [AbiFunction]; address: Address; functionName: string }[],
    allowFailure: false,
    deployless: client.chain?.contracts?.multicall3 === undefined,
    ...(blockNumber !== undefined && { blockNumber }),
  };
  try {
    return (await multicall(client, request as never)) as never;
  } catch (error) {
    throw errorOf(error, calls.map(({ functionName }) => functionName).join(", "));
  }
}
