// SPDX-License-Identifier: MIT

import { type Address, type Client, type Hex, zeroAddress } from "viem";
import { readContract } from "viem/actions";
import { contentRegistryAbi } from "../abis.generated.ts";
import type { Payee } from "../chain/payee.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import type { CommittedContent } from "./tree.ts";

export type ReadContentParameters = { contentRegistry: Address; contentId: Hex };
export type ReadContentReturnType = CommittedContent & {
  publisher: Address;
  payee: Payee;
  ratePerSecondWei: bigint;
  live: boolean;
};

/** No such work is registered. */
export class UnknownWork extends TributaryError {
  override name = "UnknownWork";
}

/**
 * Reads a work from the chain: its root, payee and price.
 *
 * @throws UnknownWork when no such work is registered.
 * @example
 * const content = await readContent(client, { contentRegistry, contentId });
 */
export async function readContent(
  client: Client,
  { contentRegistry, contentId }: ReadContentParameters,
): Promise<ReadContentReturnType> {
  const { ratePerSecond, ...content } = await readContract(client, {
    abi: contentRegistryAbi,
    address: contentRegistry,
    functionName: "contentOf",
    args: [contentId],
  });
  if (content.publisher === zeroAddress)
    throw new UnknownWork(`no work ${contentId} is registered on this chain`, {
      advice: "check the id and the chain",
    });
  return { contentId, ratePerSecondWei: ratePerSecond, ...content };
}
