// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { test } from "vitest";
import { leafHash } from "./leaf.ts";
import { buildLevels, concatBytes, pathOf, rootOf } from "./merkle.ts";
import { createLeafCheck, decodeProof, encodeProof, proofOf, provenLeaf } from "./proof.ts";
import { commit, sampleLeaves } from "./testing/sampleWork.ts";
import { buildTree } from "./tree.ts";

for (const size of [1, 2, 3, 999, 1_000, 1_001, 2_500]) {
  const tree = buildTree(sampleLeaves(size));
  const content = commit(tree);
  const indices = [...new Set([0, size >> 1, size - 1])];

  test(`of ${size} leaves, each is proven, and nothing else with its proof (CNT-1)`, () => {
    for (const index of indices) {
      const proof = proofOf(tree, index);
      assert.deepEqual(provenLeaf(content, proof), tree.leaves[index]);
      fc.assert(
        fc.property(fc.nat(proof.length * 8 - 1), (bit) => {
          const changed = proof.slice();
          changed[bit >> 3]! ^= 1 << (bit & 7);
          assert.equal(provenLeaf(content, changed), undefined, `bit ${bit} of the proof of ${index}`);
        }),
      );
    }
  });

  test(`of ${size} leaves, a proof that is cut or extended proves nothing`, () => {
    for (const index of indices) {
      const proof = proofOf(tree, index);
      for (let length = 0; length < proof.length; length++) {
        assert.equal(provenLeaf(content, proof.subarray(0, length)), undefined, `${length} bytes`);
      }
      for (const extra of [1, 31, 32, 64]) {
        assert.equal(provenLeaf(content, concatBytes([proof, new Uint8Array(extra)])), undefined);
      }
    }
  });
}

test("A14: a leaf with another's path, place or length proves nothing, though pairs are sorted", () => {
  const tree = buildTree(sampleLeaves(1_500));
  const content = commit(tree);
  fc.assert(
    fc.property(fc.nat(1_499), fc.nat(1_499), (a, b) => {
      fc.pre(a !== b);
      const leaf = tree.leaves[a]!;
      const refused = [
        encodeProof(leaf, tree.path(b)),
        encodeProof({ ...leaf, index: b }, tree.path(a)),
        encodeProof({ ...leaf, index: b }, tree.path(b)),
        encodeProof({ ...leaf, length: (leaf.length % 65_536) + 1 }, tree.path(a)),
      ];
      for (const proof of refused) assert.equal(provenLeaf(content, proof), undefined);
    }),
  );
});

test("a path of another work proves nothing", () => {
  const tree = buildTree(sampleLeaves(20, 1));
  const other = buildTree(sampleLeaves(20, 2));
  const content = commit(tree);
  for (let index = 0; index < 20; index++) {
    assert.equal(provenLeaf(content, proofOf(other, index)), undefined);
    assert.equal(provenLeaf(content, encodeProof(tree.leaves[index]!, other.path(index))), undefined);
    assert.equal(
      provenLeaf({ ...content, contentId: `0x${"ab".repeat(32)}` }, proofOf(tree, index)),
      undefined,
    );
    assert.equal(provenLeaf({ ...content, generation: 1 }, proofOf(tree, index)), undefined);
  }
});

test("A14: a leaf numbered beyond the count proves nothing, though its publisher committed to it", () => {
  const leaves = [0, 1, 7].map((index) => ({ ...sampleLeaves(8)[index]!, index }));
  const levels = buildLevels(concatBytes(leaves.map(leafHash)));
  const tree = { ...buildTree(sampleLeaves(3)), leaves, checkpointsRoot: rootOf(levels) };
  const content = commit(tree);
  const proofAt = (at: number) => encodeProof(leaves[at]!, pathOf(levels, at));
  for (const prove of [(proof: Uint8Array) => provenLeaf(content, proof), createLeafCheck(content)]) {
    assert.deepEqual(prove(proofAt(1)), leaves[1]);
    assert.equal(prove(proofAt(2)), undefined);
  }
});

test("A14: a node does not pass for a leaf", () => {
  const tree = buildTree(sampleLeaves(4));
  const content = commit(tree);
  const [a, b] = [leafHash(tree.leaves[0]!), leafHash(tree.leaves[1]!)];
  // the preimage of the node over leaves 0 and 1 in the place of a leaf's hashes, with the rest of the path
  for (const [chunkHash, piecesRoot] of [
    [a, b],
    [b, a],
  ] as const) {
    for (const index of [0, 1, 2, 3]) {
      const forged = encodeProof({ index, length: 64, chunkHash, piecesRoot }, tree.path(0).slice(32));
      assert.equal(provenLeaf(content, forged), undefined);
    }
  }
});

test("impossible lengths and places are not decoded", () => {
  const tree = buildTree(sampleLeaves(2));
  const proof = proofOf(tree, 1);
  const withUint32 = (offset: number, value: number) => {
    const changed = proof.slice();
    new DataView(changed.buffer).setUint32(offset, value);
    return changed;
  };
  assert.deepEqual(decodeProof(proof), { leaf: tree.leaves[1], path: tree.path(1) });
  for (const bad of [withUint32(8, 0), withUint32(8, 65_537), withUint32(0, 0xffffffff)]) {
    assert.equal(decodeProof(bad), undefined);
  }
});

for (const size of [1, 2, 7, 1_000, 2_500]) {
  test(`of ${size} leaves, a check that remembers proves the committed leaves, in any order, and nothing else`, () => {
    const tree = buildTree(sampleLeaves(size));
    const content = commit(tree);
    const alone = encodeProof(tree.leaves[size - 1]!, new Uint8Array(0));
    assert.deepEqual(createLeafCheck(content)(alone), size === 1 ? tree.leaves[0] : undefined);
    const indices = fc.array(fc.nat(size - 1), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(indices, fc.nat(), fc.constantFrom(0, 1, 2), (order, seed, kind) => {
        const check = createLeafCheck(content);
        for (const index of order) {
          assert.deepEqual(check(proofOf(tree, index)), tree.leaves[index]);
          const leaf = tree.leaves[index]!;
          const path = tree.path(index);
          const wrong = [
            { ...leaf, index: (index + 1 + (seed % 5)) % (size + 5) },
            { ...leaf, length: (leaf.length % 65_536) + 1 },
            { ...leaf, chunkHash: path.slice(0, 32).length === 32 ? path.slice(0, 32) : leaf.piecesRoot },
          ][kind]!;
          assert.equal(check(encodeProof(wrong, path)), undefined);
          // the remembered nodes themselves, as if they were a leaf's hashes or a way around one
          assert.equal(check(encodeProof(wrong, path.slice(32))), undefined);
          assert.equal(check(encodeProof(wrong, concatBytes([leafHash(leaf), path]))), undefined);
        }
      }),
    );
  });
}
