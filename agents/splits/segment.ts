// SPDX-License-Identifier: GPL-3.0-or-later
import { poseidon } from "./poseidon.ts";

/** Children of a node. */
export const ARITY = 16;
/** Splits in a segment. */
export const SLOTS = ARITY * ARITY;

/** (split, amount) waiting in a batch of the split's segment. */
export interface Credit {
  /** The split's place in its segment: 0 to 255. */
  slot: number;
  /** Below 2^96. */
  amountWei: bigint;
}

/** A segment's revenue by slot, in wei, and the Poseidon tree over it. */
export class SegmentTree {
  readonly #leaves: bigint[];
  /** The root's children, each the hash of sixteen leaves; missing ones are hashed on demand. */
  readonly #nodes: (bigint | undefined)[] = [];
  #root: bigint | undefined;

  /** @param leaves Revenue by slot, in wei; missing leaves are zero. */
  constructor(leaves: readonly bigint[] = []) {
    if (leaves.length > SLOTS) throw new Error(`a segment has ${SLOTS} slots, not ${leaves.length}`);
    this.#leaves = Array.from({ length: SLOTS }, (_, slot) => leaves[slot] ?? 0n);
  }

  get root(): bigint {
    this.#root ??= poseidon(this.#hashNodes());
    return this.#root;
  }

  get leaves(): bigint[] {
    return [...this.#leaves];
  }

  /** Revenue of the split at `slot`, in wei. */
  leaf(slot: number): bigint {
    return this.#leaves[checkSlot(slot)]!;
  }

  /** Adds credits. Hashing waits until a root or a path is read. */
  credit(credits: readonly Credit[]): void {
    for (const { slot } of credits) checkSlot(slot);
    for (const { slot, amountWei } of credits) {
      this.#leaves[slot]! += amountWei;
      this.#nodes[Math.floor(slot / ARITY)] = undefined;
    }
    this.#root = undefined;
  }

  /** The path of a slot's leaf for the claim circuit: the root's children, and the leaf with its neighbours. */
  path(slot: number): { nodes: bigint[]; leaves: bigint[] } {
    return { leaves: this.#below(Math.floor(checkSlot(slot) / ARITY)), nodes: this.#hashNodes() };
  }

  clone(): SegmentTree {
    const clone = new SegmentTree(this.#leaves);
    clone.#nodes.push(...this.#nodes);
    clone.#root = this.#root;
    return clone;
  }

  #hashNodes(): bigint[] {
    return Array.from({ length: ARITY }, (_, node) => {
      this.#nodes[node] ??= poseidon(this.#below(node));
      return this.#nodes[node];
    });
  }

  #below(node: number): bigint[] {
    return this.#leaves.slice(node * ARITY, (node + 1) * ARITY);
  }
}

/** Root of a segment that was never credited. */
export const EMPTY_ROOT = new SegmentTree().root;

/** Returns `slot`, or throws when no segment has it. */
export function checkSlot(slot: number): number {
  if (Number.isInteger(slot) && slot >= 0 && slot < SLOTS) return slot;
  throw new Error(`no segment has slot ${slot}: slots are 0 to ${SLOTS - 1}`);
}
