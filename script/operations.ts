// SPDX-License-Identifier: GPL-3.0-or-later
// The table of operations (docs/INTERACTIONS.md). The contracts' constants and the SDK's table are generated from it.

import type { Kind as KnownKind } from "../agents/sdk/interactions/kinds.ts";

/** One kind of operation: its name becomes one that the SDK knows. */
export type Kind = Omit<KnownKind, "name"> & { name: string };

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
