// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { test } from "vitest";
import { encodeLeafList } from "../sdk/content/leafList.ts";
import { proofOf } from "../sdk/content/proof.ts";
import { commit, sampleLeaves } from "../sdk/content/testing/sampleWork.ts";
import { buildTree } from "../sdk/content/tree.ts";
import { createHashing } from "./hashing.ts";
import { buildHeldTree, chunkAt, isCommitted, leafAt, lengthAt, proofAt, startAt } from "./heldTree.ts";

const leaves = sampleLeaves(1_100);
const tree = buildTree(leaves);
const held = buildHeldTree(encodeLeafList(leaves))!;

test("the flat tree has the leaves, the proofs and the root of the SDK's", () => {
  assert.ok(isCommitted(commit(tree), held));
  assert.ok(!isCommitted(commit(buildTree(sampleLeaves(1_100, 3))), held));
  for (const index of [0, 1, 998, 999, 1_000, 1_099]) {
    assert.deepEqual(leafAt(held, index), leaves[index]);
    assert.deepEqual(proofAt(held, index), proofOf(tree, index));
  }
});

test("every byte of a work is in the one chunk that begins before it and ends after it", () => {
  const total = held.ends.at(-1)!;
  assert.equal(BigInt(total), tree.byteCount);
  fc.assert(
    fc.property(fc.nat(total - 1), (position) => {
      const index = chunkAt(held, position);
      assert.ok(startAt(held, index) <= position && position < startAt(held, index) + lengthAt(held, index));
    }),
  );
  for (const [index, { length }] of leaves.entries()) {
    assert.equal(lengthAt(held, index), length);
    assert.equal(chunkAt(held, startAt(held, index)), index);
    assert.equal(chunkAt(held, startAt(held, index) + length - 1), index);
  }
});

test("a list that is none has no tree, in this thread or in another; a tree comes back from there the same", async (t) => {
  const hashing = createHashing();
  t.onTestFinished(() => hashing.stop());
  const list = encodeLeafList(leaves);
  const [there, none, short] = await Promise.all([
    hashing.buildTree(list),
    hashing.buildTree(new Uint8Array(68)),
    hashing.buildTree(list.subarray(1)),
  ]);
  assert.deepEqual(there, held);
  assert.deepEqual([none, short, buildHeldTree(new Uint8Array(68))], [undefined, undefined, undefined]);
  assert.equal(list.length, encodeLeafList(leaves).length, "the list is still here");
});
