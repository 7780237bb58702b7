// SPDX-License-Identifier: MIT
import { OPERATIONS } from "./operations.generated.ts";

export type KindName = keyof typeof OPERATIONS;
/** What the table of operations says of a kind. */
export type Kind = {
  name: KindName;
  kind: number;
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

/** The kinds by number; undefined for those that do nothing. */
export const KINDS: readonly (Kind | undefined)[] = Array.from({ length: 16 }, (_, kind) => {
  const name = (Object.keys(OPERATIONS) as KindName[]).find((key) => OPERATIONS[key].kind === kind);
  return name && { name, ...OPERATIONS[name] };
});
