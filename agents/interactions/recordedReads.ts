// SPDX-License-Identifier: GPL-3.0-or-later
import type { LeafKey } from "../sdk/interactions/leaves.ts";
import type { Leaves } from "./leaves.ts";

/** Passes on to `leaves`, and records what was read: `keys` and their `values`, in the order of their first reading. */
export class RecordedReads implements Leaves {
  readonly keys: LeafKey[] = [];
  readonly values: bigint[] = [];
  private readonly seen = new Set<string>();

  private readonly leaves: Leaves;

  constructor(leaves: Leaves) {
    this.leaves = leaves;
  }

  get(key: LeafKey): bigint {
    const value = this.leaves.get(key);
    const name = key.toString();
    if (!this.seen.has(name)) {
      this.seen.add(name);
      this.keys.push(key);
      this.values.push(value);
    }
    return value;
  }

  set(key: LeafKey, value: bigint): void {
    this.leaves.set(key, value);
  }
}
