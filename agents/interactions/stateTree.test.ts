// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { bytesToHex, type Hex } from "viem";
import { describe, test } from "vitest";
import { type LeafKey, PRESENT } from "../sdk/interactions/leaves.ts";
import { StateTree } from "./stateTree.ts";
import { keyBeside, plainRoot } from "./testing/plainTree.ts";
import { runWitness } from "./testing/plainWitness.ts";
import { witnessOf } from "./witness.ts";

/** Keys that share few bits, many, and nearly all. */
const keys = fc
  .array(
    fc.tuple(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.nat(), fc.oneof(fc.nat(24), fc.nat(247))),
    { minLength: 1, maxLength: 40 },
  )
  .map((rows) => {
    const made: Uint8Array[] = [];
    for (const [noise, near, shared] of rows) {
      const base = made[near % (made.length || 1)];
      made.push(base ? keyBeside(base, shared, noise) : noise);
    }
    return [...new Map(made.map((key) => [bytesToHex(key), key as LeafKey])).values()];
  });
const value = fc.bigInt({ min: 1n, max: 2n ** 256n - 1n });
/** Writes to keys by their places. */
const writes = fc.array(fc.tuple(fc.nat(), value), { maxLength: 60 });

const treeOf = (leaves: ReadonlyMap<Hex, bigint>, keyOf: (hex: Hex) => LeafKey) => {
  const tree = new StateTree();
  for (const [key, written] of leaves) tree.set(keyOf(key), written);
  return tree;
};
const bytesOf = (hex: Hex) => Uint8Array.from(Buffer.from(hex.slice(2), "hex")) as LeafKey;

describe("the tree", () => {
  test("of nothing has the root 0, and reads 0", () => {
    const tree = new StateTree();
    assert.deepEqual(tree.root(), new Uint8Array(32));
    assert.equal(tree.get(bytesOf(`0x${"11".repeat(32)}`)), 0n);
    assert.equal(tree.size, 0);
  });

  test("has the root of a plain tree after any writes, hashed whenever, and goes back to any moment", () => {
    fc.assert(
      fc.property(keys, fc.array(fc.tuple(writes, fc.boolean()), { maxLength: 5 }), (among, rounds) => {
        const [tree, plain] = [new StateTree(), new Map<Hex, bigint>()];
        const moments = rounds.map(([round, isHashed]) => {
          const moment = { at: tree.now(), plain: new Map(plain) };
          for (const [place, written] of round) {
            const key = among[place % among.length]!;
            tree.set(key, written);
            plain.set(bytesToHex(key), written);
          }
          if (isHashed) assert.equal(bytesToHex(tree.root()), plainRoot(plain));
          return moment;
        });
        assert.equal(bytesToHex(tree.root()), plainRoot(plain));
        for (const key of among) assert.equal(tree.get(key), plain.get(bytesToHex(key)) ?? 0n);
        for (const { at, plain } of moments.reverse()) {
          tree.undo(at);
          assert.equal(tree.size, plain.size);
          assert.equal(bytesToHex(tree.root()), plainRoot(plain));
          for (const key of among) assert.equal(tree.get(key), plain.get(bytesToHex(key)) ?? 0n);
        }
      }),
    );
  });

  test("forgets what nobody goes back to, and says so", () => {
    const tree = new StateTree();
    const key = bytesOf(`0x${"11".repeat(32)}`);
    tree.set(key, 1n);
    const first = tree.now();
    tree.set(key, 2n);
    const second = tree.now();
    tree.set(key, 3n);
    tree.forget(second);
    assert.deepEqual([tree.remembers(first), tree.remembers(second)], [false, true]);
    tree.undo(second);
    assert.equal(tree.get(key), 2n);
    assert.throws(() => tree.undo(first), /forgotten/);
  });
});

describe("a witness", () => {
  test("shows both roots, whatever was there, read and written", () => {
    fc.assert(
      fc.property(keys, fc.func(fc.boolean()), fc.func(fc.nat(2)), value, (among, isThere, what, written) => {
        const leaves = new Map(
          among.filter((key) => isThere(bytesToHex(key))).map((key) => [bytesToHex(key), written]),
        );
        const tree = treeOf(leaves, bytesOf);
        const read = among.filter((key) => what(bytesToHex(key)) > 0);
        if (read.length === 0) return;
        const before = bytesToHex(tree.root());
        const witness = witnessOf(tree, read);
        const reads = read.map((key) => {
          const was = tree.get(key);
          return {
            key: bytesToHex(key),
            before: was,
            after: what(bytesToHex(key)) > 1 ? (was ^ 2n) | PRESENT : was,
          };
        });
        for (const { key, before, after } of reads) if (after !== before) tree.set(bytesOf(key), after);
        assert.deepEqual(runWitness(witness, reads), { before, after: bytesToHex(tree.root()) });
      }),
      { numRuns: 300 },
    );
  });

  test("of no keys is empty", () => assert.deepEqual(witnessOf(new StateTree(), []), new Uint8Array(0)));

  test("of keys that share 247 bits folds up to the root", () => {
    const deep = bytesOf(`0x${"ab".repeat(32)}`);
    const near = keyBeside(deep, 247, new Uint8Array(32)) as LeafKey;
    const tree = treeOf(new Map([[bytesToHex(deep), 5n]]), bytesOf);
    tree.set(near, 6n);
    const before = bytesToHex(tree.root());
    const witness = witnessOf(tree, [deep]);
    assert.equal(witness.length, 3 + 2 + 248 * 32);
    const shown = runWitness(witness, [{ key: bytesToHex(deep), before: 5n, after: 5n }]);
    assert.deepEqual(shown, { before, after: before });
  });
});
