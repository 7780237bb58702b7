// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { zeroAddress } from "viem";
import { test } from "vitest";
import { type EdgeMessage, MOST_SIGNAL_CHARS, readEdgeMessage } from "./signalMessages.ts";

const id = `0x${"ab".repeat(16)}` as const;
const peer = { id, actor: 0, key: zeroAddress, calls: true };
const candidate = { candidate: "candidate:1", sdpMid: "0", sdpMLineIndex: null };

test("what an edge says is read as it was written", () => {
  const messages: EdgeMessage[] = [
    { type: "challenge", nonce: `0x${"01".repeat(32)}` },
    { type: "entered", id },
    { type: "drawn", peers: [peer] },
    { type: "drawn", peers: [] },
    { type: "signal", from: id, signal: { description: { type: "offer", sdp: "v=0" } } },
    { type: "signal", from: id, signal: { candidate } },
  ];
  for (const message of messages) assert.deepEqual(readEdgeMessage(JSON.stringify(message)), message);
});

test("a hostile edge is refused: too many peers, other types, other lengths, no JSON", () => {
  const hostile: unknown[] = [
    ...[null, 1, [], {}, { type: "entered" }, { type: "entered", id: `${id}00` }],
    { type: "challenge", nonce: "0x00" },
    { type: "drawn", peers: Array(9).fill(peer) },
    ...[{ actor: -1 }, { actor: 0.5 }, { actor: 2 ** 32 }, { key: "0x" }, { calls: 1 }, { id: 5 }].map(
      (bad) => ({
        ...{ type: "drawn", peers: [{ ...peer, ...bad }] },
      }),
    ),
    { type: "drawn", peers: [null] },
    { type: "signal", from: id, signal: { description: { type: "rollback", sdp: "" } } },
    { type: "signal", from: id, signal: { description: { type: "offer" } } },
    { type: "signal", from: id, signal: { candidate: { ...candidate, sdpMLineIndex: "0" } } },
    { type: "signal", from: id },
    { type: "signal", from: "0x", signal: { candidate } },
  ];
  for (const said of hostile) assert.equal(readEdgeMessage(JSON.stringify(said)), undefined);
  for (const said of ["", "{", `"${"x".repeat(MOST_SIGNAL_CHARS)}"`, new ArrayBuffer(4), undefined])
    assert.equal(readEdgeMessage(said), undefined);
});

test("whatever JSON comes, reading it never throws", () => {
  const value = fc.jsonValue();
  fc.assert(
    fc.property(
      fc.constantFrom("challenge", "entered", "drawn", "signal"),
      fc.dictionary(fc.constantFrom("nonce", "id", "peers", "from", "signal"), value),
      (type, rest) => void readEdgeMessage(JSON.stringify({ ...rest, type })),
    ),
    { numRuns: 20_000 },
  );
});
