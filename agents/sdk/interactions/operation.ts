// SPDX-License-Identifier: MIT
import { type Address, bytesToHex, getAddress, type Hex, hexToBytes, pad, size, slice } from "viem";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { HELP_SLOTS, OPERATION_BYTES, readFields, UNIT_BITS, WORD_BYTES, writeFields } from "./fields.ts";
import { KINDS, type Kind } from "./kinds.ts";
import { OPERATIONS } from "./operations.generated.ts";

/** What an actor does. Actors and works go by the numbers that `InteractionInputs` gave them. */
export type Operation = {
  actor: number;
  /** The place of the key that signs; 0, the actor's first key, by default. */
  key?: number;
} & (
  | { kind: "follow" | "unfollow"; target: number }
  | { kind: "like" | "unlike"; work: number }
  /** `stars`: 1 to 5; 0 takes the rating back. */
  | { kind: "rate"; work: number; stars: number }
  /** `textHash`: keccak256 of the text. */
  | { kind: "comment"; work: number; textHash: Hex }
  /** `seconds`: watched since the last receipt. */
  | { kind: "play"; work: number; seconds: number }
  /** `target` helped: `units` of 64 KiB were received in this epoch; the actor has 8 slots for its peers. */
  | { kind: "peer"; target: number; slot: number; units: number }
  /** `place`: 1 to 15. */
  | { kind: "delegate"; place: number; address: Address }
  | { kind: "revoke"; place: number }
);

/** An operation as it is posted and signed. `word` is zero where the kind has none. */
export type PackedOperation = { operation: Hex; word: Hex };

/** The word of the kinds that have none. */
export const NO_WORD: Hex = `0x${"00".repeat(WORD_BYTES)}`;

/**
 * Packs an operation.
 *
 * @throws InvalidInput for a number out of its range.
 * @example
 * const packed = packOperation({ kind: "rate", actor: 3, work: 7, stars: 5 });
 */
export function packOperation(operation: Operation): PackedOperation {
  const row: Kind = { name: operation.kind, ...OPERATIONS[operation.kind] };
  const value = valueFrom(operation);
  const target = "target" in operation ? operation.target : "work" in operation ? operation.work : 0;
  const { actor, key = 0 } = operation;
  requireWhole("actor", actor, 0, 2 ** 32 - 2);
  requireWhole(row.target === "actor" ? "target" : "work", target, 0, 2 ** 32 - 2);
  if (row.target === "actor" && target === actor) throw new InvalidInput(`actor ${actor} is its own target`);
  requireWhole("key", key, 0, row.isFirstKeyOnly ? 0 : 15);
  requireWhole(operation.kind, value, row.value.least, row.value.most);
  const bytes = new Uint8Array(OPERATION_BYTES);
  writeFields(bytes, { kind: row.kind, key, actor, target, value });
  return { operation: bytesToHex(bytes), word: wordFrom(operation) };
}

/** @returns The operation, or undefined where the bytes are none that ever has an effect. */
export function unpackOperation({ operation, word }: PackedOperation): Operation | undefined {
  const { kind, key, actor, target, value } = readFields(hexToBytes(operation));
  const row = KINDS[kind];
  if (!row || value < row.value.least || value > row.value.most) return undefined;
  if (row.target === "none" ? target !== 0 : row.target === "actor" && target === actor) return undefined;
  if (row.isFirstKeyOnly && key !== 0) return undefined;
  const base = { actor, ...(key === 0 ? {} : { key }) };
  switch (row.name) {
    case "follow":
    case "unfollow":
      return { kind: row.name, ...base, target };
    case "like":
    case "unlike":
      return { kind: row.name, ...base, work: target };
    case "rate":
      return { kind: row.name, ...base, work: target, stars: value };
    case "comment":
      return { kind: row.name, ...base, work: target, textHash: word };
    case "play":
      return { kind: row.name, ...base, work: target, seconds: value };
    case "peer":
      return { kind: row.name, ...base, target, slot: value >>> UNIT_BITS, units: value % 2 ** UNIT_BITS };
    case "delegate":
      if (!isAddressWord(word)) return undefined;
      return { kind: row.name, ...base, place: value, address: getAddress(slice(word, 12)) };
    case "revoke":
      return { kind: row.name, ...base, place: value };
  }
}

function valueFrom(operation: Operation): number {
  switch (operation.kind) {
    case "rate":
      return operation.stars;
    case "play":
      return operation.seconds;
    case "peer":
      requireWhole("slot", operation.slot, 0, HELP_SLOTS - 1);
      requireWhole("units", operation.units, 0, 2 ** UNIT_BITS - 1);
      return operation.slot * 2 ** UNIT_BITS + operation.units;
    case "delegate":
    case "revoke":
      return operation.place;
    default:
      return 0;
  }
}

function wordFrom(operation: Operation): Hex {
  if (operation.kind === "comment") {
    if (size(operation.textHash) !== WORD_BYTES) throw new InvalidInput("a text's hash has 32 bytes");
    return operation.textHash;
  }
  if (operation.kind !== "delegate") return NO_WORD;
  const word = pad(getAddress(operation.address)).toLowerCase() as Hex;
  if (!isAddressWord(word)) throw new InvalidInput("no key has the address 0: revoke the place instead");
  return word;
}

const isAddressWord = (word: Hex) => word !== NO_WORD && slice(word, 0, 12) === slice(NO_WORD, 0, 12);

function requireWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new InvalidInput(`${name} is a whole number from ${least} to ${most}, not ${value}`);
}
