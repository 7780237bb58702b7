// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { type Hex, numberToHex } from "viem";
import { test } from "vitest";
import { drawPairs, MOST_PEERS, pairScore, peerId } from "./drawPairs.ts";

const WORK: Hex = `0x${"c0".repeat(32)}`;
const beacon = (number: number) => numberToHex(number, { size: 32 });
const idsOf = (count: number) => Array.from({ length: count }, (_, actor) => peerId(beacon(1), WORK, actor));

test("everybody has 8 peers at most, both ways, whatever the order, and nobody itself", () => {
  for (const count of [0, 1, 2, 9, 10, 40]) {
    const ids = idsOf(count);
    const drawn = drawPairs(ids);
    assert.equal(drawn.size, count);
    for (const [id, peers] of drawn) {
      assert.ok(peers.size <= MOST_PEERS && !peers.has(id));
      for (const peer of peers) assert.ok(drawn.get(peer)!.has(id));
      if (count <= MOST_PEERS + 1) assert.equal(peers.size, count - 1);
    }
    const again = drawPairs([...ids].reverse());
    for (const id of ids) assert.deepEqual(new Set(again.get(id)), drawn.get(id));
  }
});

test("A17: of 40 viewers each has some peers, and who meets whom is another with another beacon", () => {
  const drawn = drawPairs(idsOf(40));
  const sizes = [...drawn.values()].map(({ size }) => size);
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) >= 38 * MOST_PEERS);
  const other = drawPairs(Array.from({ length: 40 }, (_, actor) => peerId(beacon(2), WORK, actor)));
  const pairsOf = (of: ReturnType<typeof drawPairs>) =>
    [...of.values()].map((peers) => [...peers].map((id) => [...of.keys()].indexOf(id)));
  assert.notDeepEqual(pairsOf(drawn), pairsOf(other));
});

test("a pair has one score, an id depends on beacon, work and actor", () => {
  const [a, b] = idsOf(2) as [Hex, Hex];
  assert.equal(pairScore(a, b), pairScore(b, a));
  const ids = [a, b, peerId(beacon(2), WORK, 0), peerId(beacon(1), beacon(9), 0)];
  assert.equal(new Set(ids).size, 4);
});
