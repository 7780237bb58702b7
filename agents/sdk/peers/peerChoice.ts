// SPDX-License-Identifier: MIT
// Whom to ask for a chunk, and how long to wait for peers at all: pure, so each rule has its test.

/** With less to play than this, edges alone are asked: a peer that is slow is left while the buffer holds more than 4 s. */
export const LEAST_SLACK_SEC = 5;
/** The most chunks asked of one peer at once: its line is busy, and little is lost when it is left. */
export const MOST_ASKED = 4;
/** A peer is believed to bring so much before it was measured. */
const UNMEASURED_BITS_PER_SEC = 4e6;
/** A peer of whom a chunk takes longer is too slow: 0.35 Mbit/s for one of 64 KiB. */
export const MOST_CHUNK_SEC = 1.5;
/** A chunk that does not come for so long is asked for elsewhere. */
export const LATE_MS = 2_000;
/** So many late chunks in a row, and a peer is asked no more. */
export const MOST_LATE = 2;
/** The time that each viewer in the order of {@link turnOf} gives those before it to begin. */
export const TURN_MS = 300;
/** Who said that chunks are coming, and brings nothing for so long, is waited for no more. */
export const COMING_MS = 2_000;

export type Askable = { id: string; bitsPerSec: number | undefined; asked: number; isBusy: boolean };

/** The peer that will bring a chunk of `byteCount` first; undefined when none brings it with `slackSec` to spare. */
export function choosePeer<Peer extends Askable>(
  peers: readonly Peer[],
  byteCount: number,
  slackSec: number,
): Peer | undefined {
  const secondsOf = ({ asked, bitsPerSec = UNMEASURED_BITS_PER_SEC }: Askable) =>
    (8 * byteCount * (asked + 1)) / Math.max(bitsPerSec, 1);
  const isFree = ({ isBusy, asked }: Askable) => !isBusy && asked < MOST_ASKED;
  return peers
    .filter((peer) => isFree(peer) && secondsOf(peer) < slackSec - LEAST_SLACK_SEC)
    .sort((a, b) => secondsOf(a) - secondsOf(b))[0];
}

/** Whether a peer of that speed is to be left. */
export const isTooSlow = (bitsPerSec: number, byteCount: number) =>
  8 * byteCount > bitsPerSec * MOST_CHUNK_SEC;

/**
 * This viewer's place, from 0, among those who may fetch the chunks from `first` on from an edge. Each viewer computes the same order, so
 * one begins and the others have the chunks from it; whoever is not there, or will not, costs a turn.
 */
export function turnOf(first: number, self: string, peers: readonly string[]): number {
  const own = scoreOf(first, self);
  return peers.filter((peer) => scoreOf(first, peer) < own).length;
}

/** FNV-1a. No secret: a peer that always comes first only fetches more from edges. */
function scoreOf(first: number, id: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${id} ${first}`)
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  // the last characters differ by little, and the low bits would follow them
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
}
