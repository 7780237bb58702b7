// SPDX-License-Identifier: MIT
import { type Address, type Hex, hashTypedData, type LocalAccount } from "viem";
import { tributaryDomain } from "../chain/domain.ts";
import { recoverSigner } from "../chain/recoverSigner.ts";
import { nodeUrl } from "../wire/nodeUrl.ts";

/** The seconds of an epoch. */
export const EPOCH_SEC = 3_600;

/** The epoch of a time in seconds. */
export const epochOf = (timeSec: number | bigint): bigint => BigInt(timeSec) / BigInt(EPOCH_SEC);

/** An edge's promise to keep a work. */
export type Holding = {
  contentId: Hex;
  generation: number;
  /** The edge holds the chunks 0 to `leafCount - 1`. */
  leafCount: bigint;
  /** The last epoch in which the edge may be asked for a piece. */
  until: bigint;
};

/** The court that takes demands for pieces; a holding is valid for one chain and court. */
export type PieceCourt = { chainId: number; availabilityCourt: Address };

const types = {
  Holding: [
    { name: "contentId", type: "bytes32" },
    { name: "generation", type: "uint32" },
    { name: "leafCount", type: "uint64" },
    { name: "until", type: "uint64" },
  ],
} as const;

/** The holding as EIP-712 typed data. */
export function holdingTypedData({ chainId, availabilityCourt }: PieceCourt, holding: Holding) {
  return {
    domain: tributaryDomain(chainId, availabilityCourt),
    types,
    primaryType: "Holding",
    message: holding,
  } as const;
}

/** The digest that an edge signs, equal to `AvailabilityCourt.holdingDigest`. */
export const holdingDigest = (court: PieceCourt, holding: Holding): Hex =>
  hashTypedData(holdingTypedData(court, holding));

/** Signs the holding: 65 bytes. */
export const signHolding = (account: LocalAccount, court: PieceCourt, holding: Holding): Promise<Hex> =>
  account.signTypedData(holdingTypedData(court, holding));

/** Recovers the signer of a holding; undefined for a signature that the court would not take. */
export const recoverHolder = (
  court: PieceCourt,
  holding: Holding,
  signature: Hex,
): Promise<Address | undefined> => recoverSigner(holdingTypedData(court, holding), signature);

/** The URL of an edge's holding of a work. */
export const holdingUrl = ({ endpoint }: { endpoint: string }, contentId: Hex): string =>
  nodeUrl(endpoint, "v1", "content", contentId.toLowerCase(), "holding");
