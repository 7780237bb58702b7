// SPDX-License-Identifier: MIT
import { type Hex, zeroAddress } from "viem";
import { contentOfFunction } from "../abis/contentRegistry.generated.ts";
import type { AnyClient } from "../chain/clients.ts";
import { defineRead, type ReadOptions } from "../chain/defineRead.ts";
import type { Payee } from "../chain/payee.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import type { CommittedContent } from "./tree.ts";

/** The publisher, payee, price, size and root of a work, in the contract's words; zeros for an unknown one. */
export const getContentOf = defineRead("contentRegistry", contentOfFunction);

export type GetContentParameters = ReadOptions & { contentId: Hex };
export type GetContentReturnType = CommittedContent & {
  publisher: Hex;
  payee: Payee;
  ratePerSecondWei: bigint;
  live: boolean;
};

/**
 * Reads a work from the chain: its root, payee and price.
 *
 * @throws TributaryError when no such work is registered.
 * @example
 * const content = await client.content.getContent({ contentId });
 */
export async function getContent(
  client: AnyClient,
  parameters: GetContentParameters,
): Promise<GetContentReturnType> {
  const { contentId } = parameters;
  const { ratePerSecond, ...content } = await getContentOf(client, parameters);
  if (content.publisher === zeroAddress)
    throw new TributaryError(`no work ${contentId} is registered on this chain`, {
      advice: "check the id and the chain",
    });
  return { contentId, ratePerSecondWei: ratePerSecond, ...content };
}
