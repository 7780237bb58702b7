// SPDX-License-Identifier: GPL-3.0-or-later
import { bytesToHex, type Hex } from "viem";
import {
  OPERATION_BYTES,
  readFields,
  SIGNATURE_BYTES,
  STRIDE,
  WORD_BYTES,
  WORD_OPERATIONS,
} from "../sdk/interactions/fields.ts";
import { KINDS } from "../sdk/interactions/kinds.ts";
import { decodeLeaf, type LeafKey, leafKey } from "../sdk/interactions/leaves.ts";
import { type Executed, epochOf, takeEffect } from "./effects.ts";
import type { Leaves } from "./leaves.ts";
import type { SignerOf } from "./signerOf.ts";

/** What an operation is executed in, beside its own signature or mark. */
export type Context = {
  /** When the posting was made, in seconds. */
  time: number;
  actors: number;
  works: number;
  isSigned: boolean;
  /** The address of an actor's first key, as a number; 0 once the actor was retired. */
  firstKeyOf(actor: number): bigint;
  signerOf: SignerOf;
  /** Is told of each comment that took effect. */
  onComment?(comment: Comment): void;
};

/** `word`: the hash of the text. */
export type Comment = { actor: number; work: number; word: Hex };

/** 16 operations. */
export type Stride = {
  operations: Uint8Array;
  /** 64 bytes an operation in a signed posting, else none. */
  signatures: Uint8Array;
  /** 16 bits an operation, the first in the lowest: 0 where no signature was demanded. */
  marks: bigint;
};

/** Operations on a record with this version do nothing. */
const VERSIONS = 65_533;
const NO_WORD = new Uint8Array(WORD_BYTES);

/** Executes a stride's operations by the rules of docs/INTERACTIONS.md. Every string of 192 bytes is a stride. */
export function executeStride(leaves: Leaves, context: Context, stride: Stride): void {
  for (let place = 0; place < STRIDE; place++) {
    const fields = readFields(stride.operations, place * OPERATION_BYTES);
    const row = KINDS[fields.kind];
    if (!row) continue;
    const hasWord = row.word !== "none";
    if (hasWord && place + WORD_OPERATIONS >= STRIDE) continue;
    const wordAt = (place + 1) * OPERATION_BYTES;
    const word = hasWord ? stride.operations.subarray(wordAt, wordAt + WORD_BYTES) : NO_WORD;
    execute(leaves, context, stride, place, { ...fields, row, word });
    if (hasWord) place += WORD_OPERATIONS;
  }
}

function execute(leaves: Leaves, context: Context, stride: Stride, place: number, operation: Executed): void {
  const { row, actor, key } = operation;
  if (!isInRange(operation, context)) return;
  if (context.isSigned ? row.isFirstKeyOnly && key !== 0 : row.isAlwaysSigned || key !== 0) return;
  const signer =
    key === 0 ? context.firstKeyOf(actor) : decodeLeaf("key", leaves.get(leafKey("key", actor, key))).key;
  if (signer === 0n) return;

  const record = recordOf(operation);
  const before = record ? leaves.get(record) : 0n;
  const version = record ? Number(before & 0xffffn) : epochOf(context.time);
  if (record && version >= VERSIONS) return;
  if (!isGranted(context, stride, place, operation, version, signer)) return;
  const after = takeEffect(leaves, context.time, operation, before);
  if (record === undefined || after === undefined) return;
  leaves.set(record, after);
  if (row.name === "comment")
    context.onComment?.({ actor, work: operation.target, word: bytesToHex(operation.word) });
}

function isInRange({ row, actor, target, value, word }: Executed, { actors, works }: Context): boolean {
  if (actor >= actors || value < row.value.least || value > row.value.most) return false;
  if (row.target === "actor" && (target >= actors || target === actor)) return false;
  if (row.target === "work" && target >= works) return false;
  if (row.target === "none" && target !== 0) return false;
  return row.word !== "address" || isAddress(word);
}

function isAddress(word: Uint8Array): boolean {
  return word.every((byte, at) => at >= 12 || byte === 0) && word.some((byte) => byte !== 0);
}

/** The leaf that has the operation's version; undefined for `peer`. */
function recordOf({ row, actor, target, value }: Executed): LeafKey | undefined {
  switch (row.record) {
    case "pair":
      return leafKey("pair", actor, target);
    case "opinion":
      return leafKey("opinion", actor, target);
    case "key":
      return leafKey("key", actor, value);
    case "none":
      return undefined;
  }
}

/** Whether the signer signed, or nobody asked whether it did. */
function isGranted(
  { isSigned, signerOf }: Context,
  { operations, signatures, marks }: Stride,
  place: number,
  { word }: Executed,
  version: number,
  signer: bigint,
): boolean {
  if (!isSigned) {
    const mark = Number((marks >> BigInt(16 * place)) & 0xffffn);
    return mark === 0 || mark === 1 + version;
  }
  const operation = operations.subarray(place * OPERATION_BYTES, (place + 1) * OPERATION_BYTES);
  const signature = signatures.subarray(place * SIGNATURE_BYTES, (place + 1) * SIGNATURE_BYTES);
  return signerOf(operation, word, version, signature) === signer;
}
