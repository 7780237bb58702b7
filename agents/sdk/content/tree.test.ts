// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { test } from "vitest";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { foldPath } from "./merkle.ts";
import { encodeProof, provenLeaf } from "./proof.ts";
import { naiveCheckpointsRoot, naiveFold, naiveLeaf } from "./testing/naiveTree.ts";
import { commit, sampleLeaves } from "./testing/sampleWork.ts";
import { buildTree, contentRoot, isWellFormed } from "./tree.ts";

const SIZES = [1, 2, 3, 999, 1_000, 1_001, 2_500];

for (const size of SIZES) {
  test(`of ${size} leaves, root and paths are those of the slow tree`, () => {
    const leaves = sampleLeaves(size);
    const tree = buildTree(leaves);
    const root = bytesToHex(tree.checkpointsRoot);
    assert.equal(root, naiveCheckpointsRoot(leaves));
    for (const index of new Set([0, 1, size >> 1, size - 2, size - 1, 998, 999, 1_000, 1_999, 2_000])) {
      if (index < 0 || index >= size) continue;
      const path = tree.path(index);
      const siblings: Hex[] = Array.from({ length: path.length / 32 }, (_, at) =>
        bytesToHex(path.slice(at * 32, at * 32 + 32)),
      );
      assert.equal(naiveFold(naiveLeaf(leaves[index]!), siblings), root, `path of ${index}`);
    }
    assert.throws(() => tree.path(size), InvalidInput);
    assert.throws(() => tree.path(-1), InvalidInput);
  });
}

test("a tree of any size up to 70 folds from every leaf", () => {
  for (let size = 1; size <= 70; size++) {
    const leaves = sampleLeaves(size, size);
    const tree = buildTree(leaves);
    for (const leaf of leaves) {
      assert.deepEqual(foldPath(hexToBytes(naiveLeaf(leaf)), tree.path(leaf.index)), tree.checkpointsRoot);
    }
  }
});

test("A14: no leaves, or leaves out of their order, are no tree", () => {
  assert.throws(() => buildTree([]), InvalidInput);
  assert.throws(() => buildTree(sampleLeaves(3).reverse()), InvalidInput);
  assert.throws(() => buildTree([...sampleLeaves(3), sampleLeaves(1)[0]!]), InvalidInput);
});

test("A14: no two lists of leaves have one root: not by a last leaf doubled, checkpoints swapped, leaves cut or added", () => {
  const rootOf = (leaves: ReturnType<typeof sampleLeaves>) => commit(buildTree(leaves)).root;
  const renumbered = (leaves: ReturnType<typeof sampleLeaves>) =>
    leaves.map((leaf, index) => ({ ...leaf, index }));
  for (const size of [1, 2, 3, 5, 6, 7, 1_000, 1_001]) {
    const leaves = sampleLeaves(size, size);
    const root = rootOf(leaves);
    const last = leaves.at(-1)!;
    // an odd node moves up alone: with its double beside it, the tree would be the same without the counts
    const doubled = [...leaves, { ...last, index: size }];
    assert.notEqual(rootOf(doubled), root, `${size}`);
    assert.notDeepEqual(buildTree(doubled).checkpointsRoot, buildTree(leaves).checkpointsRoot, `${size}`);
    if (size > 1) assert.notEqual(rootOf(leaves.slice(0, -1)), root);
    // pairs are sorted, so that swapped halves hash the same: the index in each leaf tells them apart
    const half = Math.ceil(size / 2);
    const swapped = [...leaves.slice(half), ...leaves.slice(0, half)];
    if (size === 1) continue;
    assert.throws(() => buildTree(swapped), InvalidInput);
    assert.notEqual(rootOf(renumbered(swapped)), root, `${size}`);
  }
});

test("A14: in a tree of two checkpoints, a leaf is not proven by the other's path, nor a checkpoint as a leaf or a work", () => {
  const leaves = sampleLeaves(2_000);
  const tree = buildTree(leaves);
  const content = commit(tree);
  for (const [mine, other] of [
    [0, 1_000],
    [999, 1_999],
  ] as const) {
    assert.equal(provenLeaf(content, encodeProof(leaves[mine]!, tree.path(mine)))?.index, mine);
    assert.equal(provenLeaf(content, encodeProof(leaves[mine]!, tree.path(other))), undefined);
    assert.equal(
      provenLeaf(content, encodeProof({ ...leaves[mine]!, index: other }, tree.path(mine))),
      undefined,
    );
  }
  const half = commit(buildTree(leaves.slice(0, 1_000)));
  assert.equal(provenLeaf(half, encodeProof(leaves[0]!, tree.path(0))), undefined);
  const short = { ...content, leafCount: 1_000n };
  assert.equal(provenLeaf(short, encodeProof(leaves[0]!, tree.path(0))), undefined);
  // a work without a leaf proves nothing
  const none = { ...content, leafCount: 0n, byteCount: 0n };
  assert.equal(provenLeaf(none, encodeProof(leaves[0]!, new Uint8Array())), undefined);
});

test("a tree is well formed only when nothing in it differs from what was committed", () => {
  const leaves = sampleLeaves(1_003);
  const content = commit(buildTree(leaves));
  assert.ok(isWellFormed(content, buildTree(leaves)));
  const field = fc.constantFrom("length", "chunkHash", "piecesRoot");
  fc.assert(
    fc.property(fc.nat(leaves.length - 1), field, (index, name) => {
      const leaf = { ...leaves[index]! };
      if (name === "length") leaf.length = (leaf.length % 65_536) + 1;
      else leaf[name as "chunkHash" | "piecesRoot"] = new Uint8Array(32).fill(7);
      assert.equal(isWellFormed(content, buildTree(leaves.with(index, leaf))), false);
    }),
    { numRuns: 30 },
  );
  assert.equal(isWellFormed(content, buildTree(leaves.slice(0, -1))), false);
  for (const other of [{ generation: 1 }, { contentId: `0x${"c1".repeat(32)}` as const }]) {
    assert.equal(isWellFormed({ ...content, ...other }, buildTree(leaves)), false);
  }
});

test("the root binds id, generation and both sizes", () => {
  const { root: _, ...content } = commit(buildTree(sampleLeaves(5)));
  const checkpointsRoot = new Uint8Array(32).fill(1);
  const changes = [
    {},
    { contentId: `0x${"c1".repeat(32)}` as const },
    { generation: 1 },
    { leafCount: 6n },
    { byteCount: content.byteCount + 1n },
  ];
  const roots = changes.map((change) => bytesToHex(contentRoot({ ...content, ...change }, checkpointsRoot)));
  assert.equal(new Set(roots).size, changes.length);
});
