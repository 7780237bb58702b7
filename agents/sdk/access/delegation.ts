// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { type AnyClient, signingClient } from "../chain/clients.ts";
import type { WriteOptions } from "../chain/defineWrite.ts";
import { addressOf } from "../chain/deployment.ts";
import { tributaryDomain } from "../chain/domain.ts";
import { signTypedMessage } from "../chain/signTypedMessage.ts";
import { getDelegateSeries } from "./getDelegates.ts";

/** A viewer's signed word that a delegate may ask for keys in its name until the second `expiresAt`. */
export type AccessDelegation = { expiresAt: number; signature: Hex };

export type DelegationTypedDataParameters = {
  chainId: number;
  accessPolicy: Address;
  viewer: Address;
  delegate: Address;
  /** The viewer's present series, {@link getDelegateSeries}. */
  series: number;
  expiresAt: number;
};

/** @returns The typed data that a viewer signs for a delegate. */
export function delegationTypedData({ chainId, accessPolicy, ...message }: DelegationTypedDataParameters) {
  return {
    domain: tributaryDomain(chainId, accessPolicy),
    types: {
      AccessDelegation: [
        { name: "viewer", type: "address" },
        { name: "delegate", type: "address" },
        { name: "series", type: "uint32" },
        { name: "expiresAt", type: "uint40" },
      ],
    },
    primaryType: "AccessDelegation",
    message,
  } as const;
}

export type SignAccessDelegationParameters = WriteOptions & {
  delegate: Address;
  /** The last second, at most 30 days ahead. */
  expiresAt: number;
};

/**
 * Signs with the viewer's account that `delegate`, as a page's session key, may ask for keys in its name. One step of
 * {@link revokeDelegates} ends every delegation.
 *
 * @example
 * const expiresAt = Math.floor(Date.now() / 1_000) + 12 * 3_600;
 * const delegation = await client.access.signAccessDelegation({ delegate: sessionKey.address, expiresAt });
 */
export async function signAccessDelegation(
  anyClient: AnyClient,
  { delegate, expiresAt, ...options }: SignAccessDelegationParameters,
): Promise<AccessDelegation> {
  const client = signingClient(anyClient, options.account);
  const accessPolicy = addressOf(client.chain, "accessPolicy", options);
  const viewer = client.account.address;
  const series = await getDelegateSeries(client, { viewer, accessPolicy });
  const typed = delegationTypedData({
    ...{ chainId: client.chain.id, accessPolicy },
    ...{ viewer, delegate, series, expiresAt },
  });
  return { expiresAt, signature: await signTypedMessage(client, typed) };
}
