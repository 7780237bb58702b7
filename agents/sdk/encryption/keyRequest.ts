// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { tributaryDomain } from "../chain/domain.ts";

/** The registry under whose EIP-712 domain requests are signed. */
export type KeyRegistryContract = { chainId: number; keyRegistry: Address };

/** What a viewer asks of one member of a committee: its part of the key of one period. */
export type KeyRequest = {
  committeeId: Hex;
  contentId: Hex;
  generation: number;
  rendition: number;
  period: bigint;
  viewer: Address;
  /** The operator that is asked: its answer is for this request alone. */
  node: Address;
  /** The X25519 key that the answer is encrypted to. */
  ephemeralKey: Hex;
  /** 32 random bytes: a node answers a request once. */
  nonce: Hex;
  /** The last second at which the request is good: five minutes ahead at most. */
  deadline: number;
};

export const keyRequestTypes = {
  KeyRequest: [
    { name: "committeeId", type: "bytes32" },
    { name: "contentId", type: "bytes32" },
    { name: "generation", type: "uint32" },
    { name: "rendition", type: "uint32" },
    { name: "period", type: "uint64" },
    { name: "viewer", type: "address" },
    { name: "node", type: "address" },
    { name: "ephemeralKey", type: "bytes32" },
    { name: "nonce", type: "bytes32" },
    { name: "deadline", type: "uint40" },
  ],
} as const;

/** @returns The typed data that the viewer, or a delegate, signs. Its digest is the info that the answer is encrypted with. */
export function keyRequestTypedData({ chainId, keyRegistry }: KeyRegistryContract, request: KeyRequest) {
  return {
    domain: tributaryDomain(chainId, keyRegistry),
    types: keyRequestTypes,
    primaryType: "KeyRequest",
    message: request,
  } as const;
}

/** What stands beside the request's fields in the body of `POST /v1/keys`. */
export type KeyRequestProof = {
  /** Of the viewer or the delegate, 65 bytes. */
  signature: Hex;
  /** As it stands in the manifest. */
  capsule: Hex;
  /** What the work's policy asks for; `0x` where it asks for nothing. */
  evidence: Hex;
  /** The viewer's word for a delegate. */
  delegation?: KeyDelegation | undefined;
};
/** `AccessDelegation`, signed by the viewer; an empty signature where the viewer named the delegate on chain. */
export type KeyDelegation = { expiresAt: number; signature: Hex };

/** The body of `POST /v1/keys`; a uint64 is a text, as in every body. */
export const keyRequestBody = (request: KeyRequest, { delegation, ...proof }: KeyRequestProof): string =>
  JSON.stringify({ ...request, period: `${request.period}`, ...proof, ...(delegation && { delegation }) });
