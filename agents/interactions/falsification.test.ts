// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { bytesToHex, concatHex, type Hex, hexToBytes, keccak256, numberToHex } from "viem";
import { test } from "vitest";
import { concatBytes, foldPath, rootOf } from "../sdk/content/merkle.ts";
import { writeFields } from "../sdk/interactions/fields.ts";
import { assertionOf, execute } from "./execute.ts";
import { falsificationOf } from "./falsification.ts";
import { type Posting, strideOf, stridesTree } from "./posting.ts";
import { RecordedReads } from "./recordedReads.ts";
import { StateTree } from "./stateTree.ts";
import { plainRoot } from "./testing/plainTree.ts";
import { runWitness } from "./testing/plainWitness.ts";
import { PlainLeaves } from "./testing/strides.ts";
import { executeStride } from "./transition.ts";

const number = { maxLength: 16, minLength: 16 };
/** Operations on few leaves, and some of any bits. */
const operation = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(fc.constantFrom(1, 2, 3, 4, 5, 6), fc.nat(4), fc.nat(4), fc.nat(5)) },
  { weight: 1, arbitrary: fc.tuple(fc.nat(15), fc.nat(2 ** 32 - 1), fc.nat(4), fc.nat(5)) },
);
const posting = fc
  .array(fc.array(operation, number), { minLength: 1, maxLength: 5 })
  .map((strides): Posting => {
    const operations = new Uint8Array(192 * strides.length);
    for (const [at, [kind, actor, target, value]] of strides.flat().entries())
      writeFields(operations, { kind, key: 0, actor, target, value: kind === 5 ? value : 0 }, 12 * at);
    return {
      ...{ number: 7n, time: 1_000_000, actors: 5, works: 5, isSigned: false, marks: [], operations },
      ...{ signatures: new Uint8Array(0), firstKeyOf: () => 1n, signerOf: () => undefined },
    };
  });

test("an assertion's roots are those of a full map, and its falsification is the first wrong stride", () => {
  fc.assert(
    fc.property(posting, posting, fc.nat(), fc.nat(255), (earlier, given, where, bit) => {
      const state = new StateTree();
      execute(state, earlier);
      const [before, start] = [bytesToHex(state.root()), state.now()];
      const plain = new PlainLeaves();
      execute(plain, earlier);
      assert.equal(before, plainRoot(plain.map));
      const roots = assertionOf(state, given);
      const plainRoots = roots.map((_, index) => {
        executeStride(plain, given, strideOf(given, index));
        return plainRoot(plain.map);
      });
      assert.deepEqual(roots, plainRoots);
      state.undo(start);

      assert.equal(falsificationOf(state, given, roots), undefined);
      const wrong = where % roots.length;
      const lie = roots.map((root, at) => (at >= wrong ? flipped(root, bit) : root));
      const shown = falsificationOf(state, given, lie);
      assert.equal(bytesToHex(state.root()), before, "the state stays");
      assert.equal(shown?.stride.index, BigInt(wrong));
      const rootBefore = roots[wrong - 1] ?? before;
      assert.deepEqual(rootsShown(given, shown, rootBefore), [rootBefore, roots[wrong]]);
    }),
  );
});

test("a stride that reads nothing has no witness", () => {
  const nothing = { number: 0n, time: 1, actors: 0, works: 0, isSigned: false, marks: [] };
  const bytes = { operations: new Uint8Array(192), signatures: new Uint8Array(0) };
  const given = { ...nothing, ...bytes, firstKeyOf: () => 0n, signerOf: () => undefined };
  const shown = falsificationOf(new StateTree(), given, [numberToHex(1, { size: 32 })]);
  assert.deepEqual(shown?.evidence, { values: [], witness: "0x" });
});

test("a claim has a root for each stride", () => {
  const given = fc.sample(posting, 1)[0]!;
  const claimed = Array<Hex>(given.operations.length / 192 + 1).fill("0x00");
  assert.throws(() => falsificationOf(new StateTree(), given, claimed), /roots for/);
});

test("a stride's leaf names its posting and its place, and leads to the posting's root", () => {
  fc.assert(
    fc.property(posting, (given) => {
      const root = rootOf(stridesTree(given));
      for (let index = 0; index < given.operations.length / 192; index++) {
        const state = new StateTree();
        const roots = assertionOf(state, given);
        state.undo({ leaves: 0, writes: 0 });
        const lie = roots.map((root, at) => (at >= index ? flipped(root, 0) : root));
        const { stride } = falsificationOf(state, given, lie)!;
        const place = [numberToHex(7, { size: 32 }), numberToHex(index, { size: 32 })];
        const leaf = keccak256(
          concatHex([...place, keccak256(concatHex([stride.operations, stride.signatures]))]),
        );
        assert.deepEqual(
          foldPath(hexToBytes(leaf), concatBytes(stride.path.map((hash) => hexToBytes(hash)))),
          root,
        );
      }
    }),
    { numRuns: 20 },
  );
});

/** Re-executes what a falsification shows, of the evidence alone. @returns The roots before and after. */
function rootsShown(
  given: Posting,
  { stride, evidence }: NonNullable<ReturnType<typeof falsificationOf>>,
  rootBefore: Hex,
): Hex[] {
  const leaves = new PlainLeaves();
  const values = [...evidence.values];
  const get = leaves.get.bind(leaves);
  leaves.get = (key) => {
    if (!leaves.map.has(bytesToHex(key))) leaves.map.set(bytesToHex(key), values.shift()!);
    return get(key);
  };
  const reads = new RecordedReads(leaves);
  const cells = { operations: hexToBytes(stride.operations), signatures: hexToBytes(stride.signatures) };
  executeStride(reads, given, { ...cells, marks: 0n });
  assert.equal(values.length, 0, "no value is left");
  const shown = reads.keys.map((key, at) => ({
    ...{ key: bytesToHex(key), before: reads.values[at]!, after: leaves.get(key) },
  }));
  if (shown.length === 0) return [rootBefore, rootBefore];
  const { before, after } = runWitness(hexToBytes(evidence.witness), shown);
  return [before, after];
}

const flipped = (root: Hex, bit: number): Hex =>
  numberToHex(BigInt(root) ^ (1n << BigInt(bit)), { size: 32 });
