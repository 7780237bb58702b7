// SPDX-License-Identifier: GPL-3.0-or-later
// The table of operations (docs/INTERACTIONS.md). The contracts' constants and the SDK's table are generated from it.

/** One kind of operation. */
export type Kind = {
  kind: number;
  name: string;
  /** What the target's number is of. */
  target: "actor" | "work" | "none";
  /** The range of the value. */
  value: { least: number; most: number };
  /** What the three operations that follow are. */
  word: "hash" | "address" | "none";
  /** Whether the kind does nothing unless it is signed; else a signature may be demanded. */
  isAlwaysSigned: boolean;
  /** Whether nothing but the actor's first key signs it. */
  isFirstKeyOnly: boolean;
  /** The leaf that has the version. */
  record: "pair" | "opinion" | "key" | "none";
};

/** Bits of a value. */
export const VALUE_BITS = 24;

const WHOLE = { least: 0, most: 2 ** VALUE_BITS - 1 };
const ZERO = { least: 0, most: 0 };
const PLACE = { least: 1, most: 15 };
const demanded = { word: "none", isAlwaysSigned: false, isFirstKeyOnly: false } as const;
const always = { word: "none", isAlwaysSigned: true, isFirstKeyOnly: false } as const;
const byFirstKey = { target: "none", value: PLACE, isAlwaysSigned: true, isFirstKeyOnly: true } as const;
const ofPair = { target: "actor", value: ZERO, record: "pair" } as const;
const ofOpinion = { target: "work", value: ZERO, record: "opinion" } as const;

/** Every kind that does something. */
export const OPERATIONS: readonly Kind[] = [
  { kind: 1, name: "follow", ...ofPair, ...demanded },
  { kind: 2, name: "unfollow", ...ofPair, ...demanded },
  { kind: 3, name: "like", ...ofOpinion, ...demanded },
  { kind: 4, name: "unlike", ...ofOpinion, ...demanded },
  { kind: 5, name: "rate", ...ofOpinion, ...demanded, value: { least: 0, most: 5 } },
  { kind: 6, name: "comment", ...ofOpinion, ...demanded, word: "hash" },
  { kind: 7, name: "play", ...ofOpinion, ...always, value: WHOLE },
  { kind: 8, name: "peer", target: "actor", ...always, value: WHOLE, record: "none" },
  { kind: 9, name: "delegate", ...byFirstKey, word: "address", record: "key" },
  { kind: 10, name: "revoke", ...byFirstKey, word: "none", record: "key" },
];
