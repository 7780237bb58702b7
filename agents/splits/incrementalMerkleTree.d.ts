// SPDX-License-Identifier: GPL-3.0-or-later
// The package has types of its own, but does not say so where the compiler looks.
declare module "@zk-kit/incremental-merkle-tree" {
  export class IncrementalMerkleTree {
    constructor(
      hash: (children: bigint[]) => bigint,
      depth: number,
      zero: bigint,
      arity: number,
      leaves: bigint[],
    );
    readonly root: bigint;
    readonly leaves: bigint[];
    update(index: number, leaf: bigint): void;
    /** Siblings and position among them, from the leaf up. */
    createProof(index: number): { siblings: bigint[][]; pathIndices: number[] };
  }
}
