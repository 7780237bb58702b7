// SPDX-License-Identifier: MIT
import { type Address, type Hex, hashTypedData, type LocalAccount } from "viem";
import { tributaryDomain } from "../chain/domain.ts";
import { recoverSigner } from "../chain/recoverSigner.ts";

/** The receipt that an edge signs for every served chunk. */
export type ChunkReceipt = {
  contentId: Hex;
  generation: number;
  index: bigint;
  /** Bytes served. */
  length: number;
  /** SHA-256 of the bytes served. */
  chunkHash: Hex;
};

/** The court that judges receipts; a receipt is valid for one chain and court. */
export type Court = { chainId: number; contentCourt: Address };

const types = {
  ChunkReceipt: [
    { name: "contentId", type: "bytes32" },
    { name: "generation", type: "uint32" },
    { name: "index", type: "uint64" },
    { name: "length", type: "uint32" },
    { name: "chunkHash", type: "bytes32" },
  ],
} as const;

/** The receipt as EIP-712 typed data. */
export function receiptTypedData({ chainId, contentCourt }: Court, receipt: ChunkReceipt) {
  return {
    domain: tributaryDomain(chainId, contentCourt),
    types,
    primaryType: "ChunkReceipt",
    message: receipt,
  } as const;
}

/** The digest that an edge signs, equal to `ContentCourt.receiptDigest`. */
export function receiptDigest(court: Court, receipt: ChunkReceipt): Hex {
  return hashTypedData(receiptTypedData(court, receipt));
}

/** Signs the receipt: 65 bytes. */
export async function signReceipt(account: LocalAccount, court: Court, receipt: ChunkReceipt): Promise<Hex> {
  return account.signTypedData(receiptTypedData(court, receipt));
}

/** Recovers the signer of a receipt; undefined for a signature that the court would not take. */
export async function recoverEdge(
  court: Court,
  receipt: ChunkReceipt,
  signature: Hex,
): Promise<Address | undefined> {
  return recoverSigner(receiptTypedData(court, receipt), signature);
}
