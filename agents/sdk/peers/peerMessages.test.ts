// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { test } from "vitest";
import { CHUNK_BYTES, LEAF_BYTES } from "../content/leaf.ts";
import { OPERATION_BYTES, SIGNATURE_BYTES } from "../interactions/fields.ts";
import { ChunkMap } from "./chunkMap.ts";
import {
  decodeMessage,
  encodeMessage,
  MOST_COMING,
  MOST_MAP_BYTES,
  MOST_MESSAGE_BYTES,
  type PeerMessage,
} from "./peerMessages.ts";

const LEAVES = 20;
const bytes = (length: number, value = 1) => new Uint8Array(length).fill(value);
const chunk = { kind: "chunk", index: 19, proof: bytes(LEAF_BYTES), bytes: bytes(5) } as const;
const ONE_OF_EACH: PeerMessage[] = [
  { kind: "have", at: 1, bits: Uint8Array.of(255, 15) },
  { kind: "got", index: 19 },
  { kind: "coming", first: 18, count: 2 },
  { kind: "ask", index: 0 },
  chunk,
  { kind: "no", index: 3 },
  { kind: "receipt", epoch: 7, operation: bytes(OPERATION_BYTES), signature: bytes(SIGNATURE_BYTES) },
];

test("a message is read as it was written", () => {
  for (const message of ONE_OF_EACH) assert.deepEqual(decodeMessage(encodeMessage(message), LEAVES), message);
});

test("what no honest peer sends is refused: places beyond the work, empty and overlong parts, other lengths", () => {
  const hostile: PeerMessage[] = [
    { kind: "got", index: LEAVES },
    { kind: "ask", index: 2 ** 32 - 1 },
    { kind: "have", at: 3, bits: Uint8Array.of(1) },
    // the last byte stands for four chunks
    { kind: "have", at: 2, bits: Uint8Array.of(16) },
    { kind: "have", at: 2, bits: bytes(2) },
    { kind: "have", at: 0, bits: bytes(0) },
    { kind: "have", at: 0, bits: bytes(MOST_MAP_BYTES + 1) },
    { kind: "coming", first: 19, count: 2 },
    { kind: "coming", first: 0, count: 0 },
    { ...chunk, index: LEAVES },
    { ...chunk, proof: bytes(LEAF_BYTES - 1) },
    { ...chunk, proof: bytes(2_001) },
    { ...chunk, bytes: bytes(0) },
    { ...chunk, bytes: bytes(CHUNK_BYTES + 1) },
  ];
  for (const message of hostile) assert.equal(decodeMessage(encodeMessage(message), LEAVES), undefined);
  assert.equal(
    decodeMessage(encodeMessage({ kind: "coming", first: 0, count: MOST_COMING + 1 }), 5_000),
    undefined,
  );
  for (const message of ONE_OF_EACH) {
    const whole = encodeMessage(message);
    if (message.kind !== "have") {
      assert.equal(decodeMessage(whole.subarray(0, -1), LEAVES), undefined);
      assert.equal(decodeMessage(Uint8Array.of(...whole, 0), LEAVES), undefined);
    }
  }
  assert.equal(decodeMessage(bytes(0), LEAVES), undefined);
  assert.equal(decodeMessage(bytes(MOST_MESSAGE_BYTES + 1), LEAVES), undefined);
});

test("100,000 garbled messages are refused, or are such as are written", () => {
  const head = fc.tuple(fc.nat(9), fc.nat(3), fc.nat(3), fc.nat(3), fc.nat(255));
  const rest = fc.uint8Array({ maxLength: 120 });
  let read = 0;
  fc.assert(
    fc.property(head, rest, fc.integer({ min: 1, max: 3_000 }), ([kind, a, b, c, d], rest, leafCount) => {
      const message = Uint8Array.of(kind, a & 1 && 0, b & 1 && 0, c, d, ...rest);
      const decoded = decodeMessage(message, leafCount);
      if (!decoded) return;
      read += 1;
      assert.deepEqual(encodeMessage(decoded), message);
      const map = new ChunkMap(leafCount);
      if (decoded.kind === "have") map.take(decoded);
      else if ("index" in decoded) assert.ok(decoded.index < leafCount);
    }),
    { numRuns: 100_000 },
  );
  assert.ok(read > 1_000);
});

test("a map is sent in messages that make the same map, without the parts that are empty", () => {
  const leafCount = 8 * MOST_MAP_BYTES * 3 + 5;
  const [mine, theirs] = [new ChunkMap(leafCount), new ChunkMap(leafCount)];
  const held = [0, 7, 8, leafCount - 1];
  for (const index of held) mine.set(index, true);
  const messages = [...mine.messages()];
  assert.equal(messages.length, 2);
  for (const message of messages) {
    const decoded = decodeMessage(encodeMessage(message), leafCount);
    assert.ok(decoded?.kind === "have");
    theirs.take(decoded);
  }
  for (let index = 0; index < leafCount; index += 1) assert.equal(theirs.has(index), held.includes(index));
  mine.set(7, false);
  theirs.take(mine.byteAt(0));
  assert.ok(theirs.has(0) && !theirs.has(7));
});
