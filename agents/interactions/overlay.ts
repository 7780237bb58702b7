// SPDX-License-Identifier: GPL-3.0-or-later
import { bytesToHex, type Hex } from "viem";
import type { LeafKey } from "../sdk/interactions/leaves.ts";
import type { Leaves } from "./leaves.ts";

/** Leaves over others, which stay as they are. */
export class Overlay implements Leaves {
  /** Whether a leaf was written with another value than it had. */
  isChanged = false;
  private readonly written = new Map<Hex, [LeafKey, bigint]>();
  private readonly below: Leaves;

  constructor(below: Leaves) {
    this.below = below;
  }

  get(key: LeafKey): bigint {
    return this.written.get(bytesToHex(key))?.[1] ?? this.below.get(key);
  }

  set(key: LeafKey, value: bigint): void {
    if (this.get(key) !== value) this.isChanged = true;
    this.written.set(bytesToHex(key), [key, value]);
  }

  /** Writes to the leaves below what was written here. */
  pass(): void {
    for (const [key, value] of this.written.values()) this.below.set(key, value);
  }
}
