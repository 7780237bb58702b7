// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { defaultPolicyOfFunction, policyOfFunction } from "../abis/accessPolicy.generated.ts";
import type { AnyClient } from "../chain/clients.ts";
import { defineRead, type ReadOptions } from "../chain/defineRead.ts";
import { addressOf } from "../chain/deployment.ts";
import { decodePolicy } from "./decodePolicy.ts";
import type { AddressOf } from "./encodePolicy.ts";
import type { AccessTerms } from "./terms.ts";

/** The policy that decides about a rendition, in the contract's words; {@link getPolicy} reads its terms. */
export const getPolicyOf = defineRead("accessPolicy", policyOfFunction);
/** The policy of the renditions without one of their own, in the contract's words; {@link getPolicy} reads its terms. */
export const getDefaultPolicyOf = defineRead("accessPolicy", defaultPolicyOfFunction);

export type GetPolicyParameters = ReadOptions & {
  contentId: Hex;
  /** Without a rendition, the work's default. */
  rendition?: bigint | undefined;
};
export type GetPolicyReturnType = AccessTerms | undefined;

/**
 * Reads who may have the keys of a work, or of one rendition; undefined where nobody may.
 *
 * @example
 * const terms = await client.access.getPolicy({ contentId, rendition: 0n });
 * console.log(describePolicy(terms));
 */
export async function getPolicy(
  client: AnyClient,
  { rendition, ...parameters }: GetPolicyParameters,
): Promise<GetPolicyReturnType> {
  const policy =
    rendition === undefined
      ? await getDefaultPolicyOf(client, parameters)
      : await getPolicyOf(client, { ...parameters, rendition });
  return decodePolicy(policy, addressesIn(client, parameters));
}

/** @returns The addresses as the caller named them, else from the client's chain. */
export function addressesIn({ chain }: AnyClient, given: ReadOptions = {}): AddressOf {
  return (key) => addressOf(chain, key, given);
}
