// SPDX-License-Identifier: MIT
import { concat, encodePacked, type Hex, keccak256, slice } from "viem";

/** The most peers of a viewer. */
export const MOST_PEERS = 8;

/**
 * A viewer's id in a work's swarm. The beacon is the hash of a block that was not there when the viewer entered, and an actor's number
 * is given to it: nobody chooses an id.
 */
export const peerId = (beacon: Hex, contentId: Hex, actor: number): Hex =>
  slice(keccak256(encodePacked(["bytes32", "bytes32", "uint32"], [beacon, contentId, actor])), 0, 16);

/** Where a pair stands among all pairs: the same whoever is named first. */
export const pairScore = (a: Hex, b: Hex): Hex => keccak256(a < b ? concat([a, b]) : concat([b, a]));

/**
 * Draws who meets whom: pairs by their scores, each viewer in {@link MOST_PEERS} at most. Whoever knows the ids draws the same.
 *
 * @returns The peers of each viewer.
 */
export function drawPairs(
  ids: readonly Hex[],
  score: (a: Hex, b: Hex) => Hex = pairScore,
): Map<Hex, Set<Hex>> {
  const drawn = new Map(ids.map((id) => [id, new Set<Hex>()]));
  const pairs = ids.flatMap((a, at) => ids.slice(at + 1).map((b) => ({ a, b, score: score(a, b) })));
  for (const { a, b } of pairs.sort((one, other) => (one.score < other.score ? -1 : 1))) {
    const [ofA, ofB] = [drawn.get(a)!, drawn.get(b)!];
    if (ofA.size >= MOST_PEERS || ofB.size >= MOST_PEERS) continue;
    ofA.add(b);
    ofB.add(a);
  }
  return drawn;
}
