// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, test } from "vitest";
import { HttpError } from "../kernel/http/problem.ts";
import { CHUNK_BYTES } from "../sdk/content/leaf.ts";
import { encodeLeafList, LIST_ENTRY_BYTES } from "../sdk/content/leafList.ts";
import { proofOf } from "../sdk/content/proof.ts";
import { commit, sampleLeaves, sampleWork } from "../sdk/content/testing/sampleWork.ts";
import { buildTree, type CommittedContent } from "../sdk/content/tree.ts";
import { buildHeldTree, leafAt, proofAt } from "./heldTree.ts";
import { holdsBytesOf, isChunkOf } from "./isChunkOf.ts";
import {
  acceptContent,
  maxLeafListBytes,
  missingRanges,
  parseContentId,
  parseIndex,
  replacedChunks,
  requireChunkLength,
  requireChunkOf,
  requireCommitted,
  requireListLength,
} from "./policy.ts";

const MAX_BYTES = 1_000_000;
const tree = buildTree(sampleLeaves(3));
const content = commit(tree);

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof HttpError, String(error));
    return error.code;
  }
  return "none";
}

test("ids and indices of paths are read, or refused", () => {
  assert.equal(parseContentId(`0x${"AB".repeat(32)}`), `0x${"ab".repeat(32)}`);
  for (const text of [undefined, "", "0x12", `0x${"g".repeat(64)}`, "ab".repeat(32)])
    assert.equal(
      refusal(() => parseContentId(text)),
      "bad_content_id",
    );
  assert.deepEqual(["0", "7", "999999999999999"].map(parseIndex), [0, 7, 999_999_999_999_999]);
  for (const text of [undefined, "", "-1", "01", "1.5", "1e3", "1".repeat(16)])
    assert.equal(
      refusal(() => parseIndex(text)),
      "bad_index",
    );
});

describe("a work is taken", () => {
  const none = { ...content, leafCount: 0n };

  test("when the chain says the same now and at the last final block", () => {
    assert.equal(acceptContent(content, content, MAX_BYTES), content);
  });

  test("not when nothing of it is committed, or not finally (CNT-2)", () => {
    const other = commit(buildTree(sampleLeaves(3, 9)));
    assert.equal(
      refusal(() => acceptContent(none, none, MAX_BYTES)),
      "unknown_content",
    );
    assert.equal(
      refusal(() => acceptContent(other, content, MAX_BYTES)),
      "not_final",
    );
    assert.equal(
      refusal(() => acceptContent(content, { ...none, root: `0x${"0".repeat(64)}` }, MAX_BYTES)),
      "not_final",
    );
  });

  test("not when it has too many bytes, or so many chunks that the leaf list is longer than any", () => {
    const large = { ...content, byteCount: BigInt(MAX_BYTES) + 1n };
    assert.equal(
      refusal(() => acceptContent(large, large, MAX_BYTES)),
      "content_too_large",
    );
    const largest = { ...content, byteCount: BigInt(MAX_BYTES) };
    assert.equal(acceptContent(largest, largest, MAX_BYTES), largest);
    const most = maxLeafListBytes(MAX_BYTES) / LIST_ENTRY_BYTES;
    const full = { ...content, byteCount: 1n, leafCount: BigInt(most) };
    assert.equal(acceptContent(full, full, MAX_BYTES), full);
    const tiny = { ...full, leafCount: BigInt(most) + 1n };
    assert.equal(
      refusal(() => acceptContent(tiny, tiny, MAX_BYTES)),
      "content_too_large",
    );
  });
});

test("a leaf list is taken when it is exactly what was committed (CNT-2)", () => {
  const list = encodeLeafList(tree.leaves);
  const acceptLeafList = (content: CommittedContent, list: Uint8Array) => {
    requireListLength(content, list);
    return requireCommitted(content, buildHeldTree(list));
  };
  const held = acceptLeafList(content, list);
  for (const [index, leaf] of tree.leaves.entries()) {
    assert.deepEqual(leafAt(held, index), leaf);
    assert.deepEqual(proofAt(held, index), proofOf(tree, index));
  }
  for (const wrong of [list.subarray(1), list.subarray(0, LIST_ENTRY_BYTES), new Uint8Array()])
    assert.equal(
      refusal(() => acceptLeafList(content, wrong)),
      "bad_leaf_list",
    );
  fc.assert(
    fc.property(fc.nat(list.length * 8 - 1), (bit) => {
      const changed = Uint8Array.from(list);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      assert.match(
        refusal(() => acceptLeafList(content, changed)),
        /bad_leaf_list|leaf_list_differs/,
      );
    }),
  );
});

test("a chunk that the work does not have is named with those that it has", () => {
  const held = buildHeldTree(encodeLeafList(tree.leaves))!;
  requireChunkOf(held, 2);
  assert.throws(() => requireChunkOf(held, 3), {
    code: "no_such_chunk",
    message: "No such chunk: the work has chunks 0 to 2.",
  });
});

test("a body is refused by the length that it announces", () => {
  requireChunkLength(String(CHUNK_BYTES));
  assert.equal(
    refusal(() => requireChunkLength(undefined)),
    "length_required",
  );
  assert.equal(
    refusal(() => requireChunkLength(String(CHUNK_BYTES + 1))),
    "too_large",
  );
});

test("bytes are a chunk when length, hash and pieces are the leaf's", async () => {
  const { chunks, tree } = await sampleWork([5_000, 3_000]);
  const leaf = tree.leaves[0]!;
  assert.equal(await isChunkOf(leaf, chunks[0]!), true);
  assert.equal(await isChunkOf(leaf, chunks[1]!), false);
  assert.equal(
    await isChunkOf(
      leaf,
      Uint8Array.from(chunks[0]!, (byte, at) => (at === 4_999 ? byte ^ 1 : byte)),
    ),
    false,
  );
  const otherPieces = { ...leaf, piecesRoot: tree.leaves[1]!.piecesRoot };
  assert.equal(await isChunkOf(otherPieces, chunks[0]!), false);
  // on disk, where the pieces were checked before
  assert.equal(await holdsBytesOf(otherPieces, chunks[0]!), true);
  assert.equal(await holdsBytesOf(leaf, chunks[1]!), false);
  assert.equal(await holdsBytesOf({ ...leaf, length: 4_999 }, chunks[0]!), false);
});

test("missing ranges and stored indices are together all indices, each once", () => {
  assert.deepEqual(missingRanges(6, new Set([0, 3])), [
    [1, 2],
    [4, 5],
  ]);
  fc.assert(
    fc.property(fc.nat(60), fc.uniqueArray(fc.nat(70)), (count, stored) => {
      const held = new Set(stored);
      const ranges = missingRanges(count, held);
      const missing = ranges.flatMap(([first, last]) =>
        Array.from({ length: last - first + 1 }, (_, at) => first + at),
      );
      const expected = Array.from({ length: count }, (_, index) => index).filter((index) => !held.has(index));
      assert.deepEqual(missing, expected);
      for (const [at, [first]] of ranges.entries())
        if (at > 0) assert.ok(first > ranges[at - 1]![1] + 1, "two ranges that touch are one");
    }),
  );
});

test("of a work that was republished or grew, the chunks whose leaves stayed are kept", () => {
  const before = sampleLeaves(4);
  const other = sampleLeaves(4, 9);
  const now = [before[0]!, other[1]!, before[2]!, other[3]!, ...sampleLeaves(6).slice(4)];
  const replaced = (stored: number[], list = now) =>
    replacedChunks(encodeLeafList(before), encodeLeafList(list), new Set(stored));
  assert.deepEqual(replaced([0, 1, 2, 3]), [1, 3]);
  assert.deepEqual(replaced([0, 2]), []);
  assert.deepEqual(replaced([0, 3], now.slice(0, 2)), [3]);
});
