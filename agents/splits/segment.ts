// SPDX-License-Identifier: GPL-3.0-or-later
import { IncrementalMerkleTree } from "@zk-kit/incremental-merkle-tree";
import { poseidon } from "./poseidon.ts";

/** Children of a node. */
export const ARITY = 16;
const DEPTH = 2;
/** Splits in a segment. */
export const SLOTS = ARITY ** DEPTH;

/** (split, amount) waiting in a batch of the split's segment. */
export interface Credit {
  /** The split's place in its segment: 0 to 255. */
  slot: number;
  /** Below 2^96. */
  amountWei: bigint;
}

/** A segment's cumulative revenue by slot, in wei, and the Poseidon tree over it. */
export class SegmentTree {
  readonly #tree: IncrementalMerkleTree;

  /** @param leaves Cumulative revenue by slot, in wei; what is missing is zero. */
  constructor(leaves: readonly bigint[] = []) {
    if (leaves.length > SLOTS) throw new Error(`a segment has ${SLOTS} slots, not ${leaves.length}`);
    const all = Array.from({ length: SLOTS }, (_, slot) => leaves[slot] ?? 0n);
    this.#tree = new IncrementalMerkleTree(poseidon, DEPTH, 0n, ARITY, all);
  }

  get root(): bigint {
    return this.#tree.root;
  }

  get leaves(): bigint[] {
    return [...this.#tree.leaves];
  }

  /** Cumulative revenue of the split at `slot`, in wei. */
  leaf(slot: number): bigint {
    return this.#tree.leaves[checkSlot(slot)]!;
  }

  /** Adds credits, each slot's in one update. */
  credit(credits: readonly Credit[]): void {
    const bySlot = new Map<number, bigint>();
    for (const { slot, amountWei } of credits) {
      bySlot.set(checkSlot(slot), (bySlot.get(slot) ?? 0n) + amountWei);
    }
    for (const [slot, amountWei] of bySlot) this.#tree.update(slot, this.leaf(slot) + amountWei);
  }

  /** What the claim circuit needs to find a slot's leaf: the root's children, and the leaf with its neighbours. */
  path(slot: number): { nodes: bigint[]; leaves: bigint[] } {
    const { siblings, pathIndices } = this.#tree.createProof(checkSlot(slot));
    const leaves = siblings[0]!.toSpliced(pathIndices[0]!, 0, this.leaf(slot));
    const nodes = siblings[1]!.toSpliced(pathIndices[1]!, 0, poseidon(leaves));
    return { nodes, leaves };
  }

  clone(): SegmentTree {
    return new SegmentTree(this.leaves);
  }
}

/** Root of a segment that was never credited. */
export const EMPTY_ROOT = new SegmentTree().root;

/** Returns `slot`, or throws when no segment has it. */
export function checkSlot(slot: number): number {
  if (Number.isInteger(slot) && slot >= 0 && slot < SLOTS) return slot;
  throw new Error(`no segment has slot ${slot}: slots are 0 to ${SLOTS - 1}`);
}
