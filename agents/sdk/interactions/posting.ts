// SPDX-License-Identifier: MIT
import type { Hex } from "viem";

/** Strides that were posted together. The contract keeps the posting's hash alone: `watchInputsPosted` shows it. */
export type Posting = {
  /** The Merkle root over the strides' leaves. */
  root: Hex;
  /** How many strides of 16 operations, 1 to 64. */
  strides: number;
  /** In seconds. */
  postedAt: number;
  /** How many actors had registered. */
  actors: number;
  /** How many works had a number. */
  works: number;
  /** Whether each operation came with a signature. */
  isSigned: boolean;
};

/** A stride as it was posted, and where. */
export type Stride = {
  /** Its place in the posting, from 0. */
  index: bigint;
  /** 192 bytes. */
  operations: Hex;
  /** 1,024 bytes in a signed posting, else none. */
  signatures: Hex;
  /** The siblings of the stride's leaf, from the leaf up. */
  path: readonly Hex[];
};

/** A place in a posting: an operation of one of its strides. */
export type OperationPlace = {
  /** The posting's number. */
  number: bigint;
  posting: Posting;
  stride: Stride;
  /** 0 to 15. */
  place: number;
};
