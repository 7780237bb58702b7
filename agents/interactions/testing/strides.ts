// SPDX-License-Identifier: GPL-3.0-or-later
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { concatBytes } from "../../sdk/content/merkle.ts";
import type { LeafKey } from "../../sdk/interactions/leaves.ts";
import { type Operation, packOperation } from "../../sdk/interactions/operation.ts";
import type { Leaves } from "../leaves.ts";

/** The state as a plain map. */
export class PlainLeaves implements Leaves {
  readonly map = new Map<Hex, bigint>();

  get(key: LeafKey): bigint {
    return this.map.get(bytesToHex(key)) ?? 0n;
  }

  set(key: LeafKey, value: bigint): void {
    this.map.set(bytesToHex(key), value);
  }
}

/** An operation's bytes, its word behind it where the kind has one. */
export function cellsOf(operation: Operation): Uint8Array {
  const { operation: bytes, word } = packOperation(operation);
  if (operation.kind !== "comment" && operation.kind !== "delegate") return hexToBytes(bytes);
  return concatBytes([hexToBytes(bytes), hexToBytes(word), new Uint8Array(4)]);
}

/** A stride of these operations, from its first place on. */
export function strideOperations(...cells: Uint8Array[]): Uint8Array {
  const operations = new Uint8Array(192);
  operations.set(concatBytes(cells));
  return operations;
}

/** A signature beyond the half of the order, which the chain takes: whoever it recovers to has signed. */
export const HIGH_S: Uint8Array = Uint8Array.from({ length: 64 }, (_, at) => (at < 32 ? 1 : 0xff));
