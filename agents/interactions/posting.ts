// SPDX-License-Identifier: GPL-3.0-or-later

import { keccak } from "../sdk/content/keccak.ts";
import { buildLevels, concatBytes, HASH_BYTES, type MerkleLevels } from "../sdk/content/merkle.ts";
import { OPERATION_BYTES, SIGNATURE_BYTES, STRIDE } from "../sdk/interactions/fields.ts";
import type { Context, Stride } from "./transition.ts";

/** Inputs that were posted together, and what they are executed in. */
export type Posting = Context & {
  number: bigint;
  /** 192 bytes a stride. */
  operations: Uint8Array;
  /** 1,024 bytes a stride in a signed posting, else none. */
  signatures: Uint8Array;
  /** The record of marks of each stride; a stride without has none. */
  marks: readonly bigint[];
};

/** Bytes of a stride's operations. */
export const STRIDE_BYTES = STRIDE * OPERATION_BYTES;

export const strideCount = ({ operations }: Pick<Posting, "operations">) => operations.length / STRIDE_BYTES;

export function strideOf({ operations, signatures, marks, isSigned }: Posting, index: number): Stride {
  const signed = isSigned ? STRIDE * SIGNATURE_BYTES : 0;
  return {
    operations: operations.subarray(index * STRIDE_BYTES, (index + 1) * STRIDE_BYTES),
    signatures: signatures.subarray(index * signed, (index + 1) * signed),
    marks: marks[index] ?? 0n,
  };
}

/** The Merkle tree over the posting's strides, of which the contract keeps the root. */
export function stridesTree(posting: Posting): MerkleLevels {
  const leaves = Array.from({ length: strideCount(posting) }, (_, index) => strideLeaf(posting, index));
  return buildLevels(concatBytes(leaves));
}

function strideLeaf(posting: Posting, index: number): Uint8Array {
  const { operations, signatures } = strideOf(posting, index);
  const preimage = new Uint8Array(3 * HASH_BYTES);
  const view = new DataView(preimage.buffer);
  view.setBigUint64(HASH_BYTES - 8, posting.number);
  view.setUint32(2 * HASH_BYTES - 4, index);
  preimage.set(keccak(concatBytes([operations, signatures])), 2 * HASH_BYTES);
  return keccak(preimage);
}
