// SPDX-License-Identifier: MIT
import { OPERATIONS } from "./operations.generated.ts";

export type KindName = keyof typeof OPERATIONS;
/** What the table of operations says of a kind. */
export type Kind = {
  name: KindName;
  kind: number;
  target: "actor" | "work" | "none";
  value: { least: number; most: number };
  word: "hash" | "address" | "none";
  isAlwaysSigned: boolean;
  isFirstKeyOnly: boolean;
  record: "pair" | "opinion" | "key" | "none";
};

/** The kinds by number; undefined for those that do nothing. */
export const KINDS: readonly (Kind | undefined)[] = Array.from({ length: 16 }, (_, kind) => {
  const name = (Object.keys(OPERATIONS) as KindName[]).find((key) => OPERATIONS[key].kind === kind);
  return name && { name, ...OPERATIONS[name] };
});
