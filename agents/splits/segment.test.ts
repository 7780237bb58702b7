// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { poseidon } from "./poseidon.ts";
import { ARITY, EMPTY_ROOT, SegmentTree, SLOTS } from "./segment.ts";

describe("a segment's tree", () => {
  it("refuses slots that no segment has", () => {
    const segment = new SegmentTree();
    for (const slot of [-1, SLOTS, 1.5, Number.NaN]) {
      assert.throws(() => segment.credit([{ slot, amountWei: 1n }]), /no segment has slot/);
      assert.throws(() => segment.leaf(slot), /no segment has slot/);
      assert.throws(() => segment.path(slot), /no segment has slot/);
    }
    assert.equal(segment.root, EMPTY_ROOT, "what was refused left nothing behind");
  });

  it("refuses more leaves than it has slots", () => {
    assert.throws(() => new SegmentTree(new Array(SLOTS + 1).fill(1n)), /256 slots, not 257/);
  });

  it("is empty at first", () => {
    const node = poseidon(new Array(ARITY).fill(0n));
    assert.equal(EMPTY_ROOT, poseidon(new Array(ARITY).fill(node)));
  });

  it("sums what a slot is credited, in any order", () => {
    const credits = [
      { slot: 3, amountWei: 5n },
      { slot: 255, amountWei: 1n },
      { slot: 3, amountWei: 7n },
    ];
    const [one, other] = [new SegmentTree(), new SegmentTree()];
    one.credit(credits);
    for (const credit of credits.toReversed()) other.credit([credit]);
    assert.equal(one.leaf(3), 12n);
    assert.equal(one.root, other.root);
    assert.equal(new SegmentTree(one.leaves).root, one.root, "the leaves alone rebuild it");
  });

  it("has paths that lead to the root", () => {
    const segment = new SegmentTree();
    segment.credit(Array.from({ length: SLOTS }, (_, slot) => ({ slot, amountWei: BigInt(slot * slot) })));
    for (const slot of [0, 15, 16, 170, 255]) {
      const { nodes, leaves } = segment.path(slot);
      assert.equal(leaves[slot % ARITY], segment.leaf(slot));
      assert.equal(nodes[Math.floor(slot / ARITY)], poseidon(leaves));
      assert.equal(poseidon(nodes), segment.root);
    }
  });

  it("has clones that go their own way", () => {
    const segment = new SegmentTree([1n]);
    const clone = segment.clone();
    clone.credit([{ slot: 0, amountWei: 1n }]);
    assert.deepEqual([segment.leaf(0), clone.leaf(0)], [1n, 2n]);
    assert.notEqual(segment.root, clone.root);
  });
});
