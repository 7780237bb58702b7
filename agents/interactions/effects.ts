// SPDX-License-Identifier: GPL-3.0-or-later
import { EPOCH_SEC } from "../sdk/content/holding.ts";
import { keccak } from "../sdk/content/keccak.ts";
import { type Fields, UNIT_BITS, WORD_BYTES } from "../sdk/interactions/fields.ts";
import type { Kind } from "../sdk/interactions/kinds.ts";
import { decodeLeaf, encodeLeaf, leafKey } from "../sdk/interactions/leaves.ts";
import type { Leaves } from "./leaves.ts";

/** An operation with what its execution goes by. */
export type Executed = Fields & { row: Kind; word: Uint8Array };

const MOST_COMMENTS = 2 ** 31 - 1;
const MOST_SECONDS = 2 ** 40 - 1;

export const epochOf = (time: number) => Math.floor(time / EPOCH_SEC);

/** The effect of a granted operation whose record is `before`. @returns The record after it; undefined where it stays, or the kind has none. */
export function takeEffect(
  leaves: Leaves,
  time: number,
  { row, actor, target, value, word }: Executed,
  before: bigint,
): bigint | undefined {
  switch (row.name) {
    case "follow":
    case "unfollow": {
      const pair = decodeLeaf("pair", before);
      const follows = row.name === "follow";
      if (pair.follows !== follows) {
        const key = leafKey("followers", target);
        const { count } = decodeLeaf("followers", leaves.get(key));
        leaves.set(key, encodeLeaf("followers", { count: count + (follows ? 1 : -1) }));
      }
      return encodeLeaf("pair", { version: pair.version + 1, follows });
    }
    case "like":
    case "unlike": {
      const opinion = decodeLeaf("opinion", before);
      const likes = row.name === "like";
      if (opinion.likes !== likes) {
        const key = leafKey("work", target);
        const work = decodeLeaf("work", leaves.get(key));
        leaves.set(key, encodeLeaf("work", { ...work, likes: work.likes + (likes ? 1 : -1) }));
      }
      return encodeLeaf("opinion", { ...opinion, version: opinion.version + 1, likes });
    }
    case "rate": {
      const opinion = decodeLeaf("opinion", before);
      if (opinion.stars !== value) {
        const key = leafKey("work", target);
        const work = decodeLeaf("work", leaves.get(key));
        const ratings = work.ratings + Math.sign(value) - Math.sign(opinion.stars);
        const stars = work.stars + value - opinion.stars;
        leaves.set(key, encodeLeaf("work", { ...work, ratings, stars }));
      }
      return encodeLeaf("opinion", { ...opinion, version: opinion.version + 1, stars: value });
    }
    case "comment": {
      const opinion = decodeLeaf("opinion", before);
      const key = leafKey("thread", target);
      const thread = leaves.get(key);
      const { comments } = decodeLeaf("thread", thread);
      if (comments === MOST_COMMENTS) return undefined;
      const chain = BigInt.asUintN(224, chained(thread, actor, word));
      leaves.set(key, encodeLeaf("thread", { chain, comments: comments + 1 }));
      return encodeLeaf("opinion", { ...opinion, version: opinion.version + 1 });
    }
    case "play": {
      const opinion = decodeLeaf("opinion", before);
      const key = leafKey("watched", actor, epochOf(time));
      const watched = decodeLeaf("watched", leaves.get(key)).seconds;
      const counted = Math.min(value, Math.max(0, (time % EPOCH_SEC) - watched));
      leaves.set(key, encodeLeaf("watched", { seconds: watched + counted }));
      const seconds = Math.min(opinion.seconds + counted, MOST_SECONDS);
      return encodeLeaf("opinion", { ...opinion, version: opinion.version + 1, seconds });
    }
    case "delegate":
    case "revoke": {
      const { version } = decodeLeaf("key", before);
      return encodeLeaf("key", { version: version + 1, key: numberOf(word) });
    }
    case "peer": {
      const key = leafKey("help", actor, epochOf(time), value >>> UNIT_BITS);
      const help = leaves.get(key);
      const { peer, units } = decodeLeaf("help", help);
      // a slot is one peer's for the whole epoch
      if (help === 0n || peer === target)
        leaves.set(key, encodeLeaf("help", { peer: target, units: Math.max(units, value % 2 ** UNIT_BITS) }));
      return undefined;
    }
  }
}

const link = new Uint8Array(32 + 4 + WORD_BYTES);
const linkView = new DataView(link.buffer);

/** The hash of a thread's value, and the comment that comes to it. */
function chained(thread: bigint, actor: number, word: Uint8Array): bigint {
  for (let at = 24, rest = thread; at >= 0; at -= 8, rest >>= 64n)
    linkView.setBigUint64(at, BigInt.asUintN(64, rest));
  linkView.setUint32(32, actor);
  link.set(word, 36);
  return numberOf(keccak(link));
}

function numberOf(word: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(word.buffer, word.byteOffset, word.length).toString("hex")}`);
}
