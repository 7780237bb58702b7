// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { type Edge, mirrorAt } from "../../../sdk/content/requestChunk.ts";
import { type ChunkEvent, NO_SOURCES, senderName, withEvent } from "./sources.ts";

const edge = (name: string) => ({ operator: `0x${name}` as const, endpoint: `http://${name}.example` });

test("each edge is counted by what it sent, and by what was refused and why", () => {
  const events: ChunkEvent[] = [
    { type: "chunk", index: 1, edge: edge("a"), byteCount: 10 },
    { type: "refused", index: 2, edge: edge("b"), reason: "sent bytes that are not the chunk's" },
    { type: "chunk", index: 2, edge: edge("a"), byteCount: 20 },
  ];
  const { byEdge, last, verified, refused } = events.reduce(withEvent, NO_SOURCES);
  assert.deepEqual(byEdge, [
    { edge: edge("a"), chunks: 2, byteCount: 30, refused: 0, lastReason: undefined },
    {
      edge: edge("b"),
      chunks: 0,
      byteCount: 0,
      refused: 1,
      lastReason: "sent bytes that are not the chunk's",
    },
  ]);
  assert.deepEqual([verified, refused], [2, 1]);
  assert.deepEqual(last, events.toReversed());
});

test("mirrors, which share an operator, are told apart by their endpoints", () => {
  const [one, other] = ["http://one.example", "http://other.example"].map(mirrorAt) as [Edge, Edge];
  const events: ChunkEvent[] = [
    { type: "chunk", index: 1, edge: one, byteCount: 10 },
    { type: "refused", index: 2, edge: other, reason: "answered with status 404" },
    { type: "chunk", index: 2, edge: one, byteCount: 10 },
  ];
  const { byEdge } = events.reduce(withEvent, NO_SOURCES);
  assert.deepEqual(
    byEdge.map(({ edge, chunks, refused }) => [edge, chunks, refused]),
    [
      [one, 2, 0],
      [other, 0, 1],
    ],
  );
});

test("a long work keeps its sums, and its last chunks alone", () => {
  let sources = NO_SOURCES;
  for (let index = 1; index <= 1_000; index += 1)
    sources = withEvent(sources, { type: "chunk", index, edge: edge("a"), byteCount: 1 });
  assert.deepEqual([sources.verified, sources.byEdge[0]!.byteCount, sources.last.length], [1_000, 1_000, 60]);
  assert.equal(sources.last[0]!.index, 1_000);
});

test("a peer is named by its number, and counted apart", () => {
  const peer = { operator: "0x0c", endpoint: "peer:7", peer: 7 } as const;
  assert.equal(senderName(peer), "Peer 7");
  assert.equal(senderName(edge("a")), "a.example");
  const events: ChunkEvent[] = [
    { type: "chunk", index: 1, edge: peer, byteCount: 10 },
    { type: "chunk", index: 2, edge: edge("a"), byteCount: 20 },
  ];
  const { byEdge } = events.reduce(withEvent, NO_SOURCES);
  assert.deepEqual(
    byEdge.map(({ edge, byteCount }) => [senderName(edge), byteCount]),
    [
      ["Peer 7", 10],
      ["a.example", 20],
    ],
  );
});
