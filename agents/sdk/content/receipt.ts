// SPDX-License-Identifier: MIT
import {
  type Address,
  type Hex,
  hashTypedData,
  type LocalAccount,
  parseSignature,
  recoverTypedDataAddress,
  serializeSignature,
  size,
} from "viem";
import { tributaryDomain } from "../chain/domain.ts";

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

/**
 * Recovers the signer of a receipt; undefined for an invalid signature. The one valid form is the courts' own: 65 bytes,
 * v of 27 or 28, a low s. With other forms an edge could serve lies with receipts that prove nothing.
 */
export async function recoverEdge(
  court: Court,
  receipt: ChunkReceipt,
  signature: Hex,
): Promise<Address | undefined> {
  try {
    if (size(signature) !== 65 || BigInt(parseSignature(signature).s) > HALF_ORDER) return undefined;
    if (serializeSignature(parseSignature(signature)) !== signature.toLowerCase()) return undefined;
    return await recoverTypedDataAddress({ ...receiptTypedData(court, receipt), signature });
  } catch {
    return undefined;
  }
}

/** Half the order of secp256k1. */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;
