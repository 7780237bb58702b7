// SPDX-License-Identifier: GPL-3.0-or-later
import { concatBytes, equalBytes } from "../sdk/content/merkle.ts";
import type { LeafKey } from "../sdk/interactions/leaves.ts";
import { NOTHING, type StateTree, type Subtree } from "./stateTree.ts";

const FOLD = 0;
const JOIN = 1;
const OWN = 2;
const OTHER = 3;
/** What one instruction folds at most. */
const MOST_FOLDS = 255;

/** Makes the witness of `keys` under the tree's root: the program of docs/INTERACTIONS.md. Of no keys, it is empty. */
export function witnessOf(tree: StateTree, keys: readonly LeafKey[]): Uint8Array {
  const parts: Uint8Array[] = [];
  /** The last instruction, where it is a fold that takes more. */
  let fold: Uint8Array | undefined;

  const put = (...bytes: Uint8Array[]) => {
    fold = undefined;
    parts.push(...bytes);
  };
  const foldWith = (sibling: Uint8Array) => {
    if (!fold || fold[1] === MOST_FOLDS) {
      put(Uint8Array.of(FOLD, 0));
      fold = parts.at(-1)!;
    }
    fold[1]!++;
    parts.push(sibling);
  };

  /** Shows `shown`, which share `depth` bits, in a subtree that stands at `depth`. Keys share fewer than 256 bits, so this ends. */
  const show = (subtree: Subtree, depth: number, shown: readonly LeafKey[]): void => {
    if (subtree <= NOTHING) {
      const key = subtree === NOTHING ? undefined : tree.keyOf(subtree);
      const isOther = key && !shown.some((one) => equalBytes(one, key));
      put(Uint8Array.of(isOther ? OTHER : OWN, shown.length, depth));
      if (isOther) put(key, tree.valueBytesOf(subtree));
      return;
    }
    const [left, right] = tree.halvesAt(subtree, depth);
    const parting = shown.findIndex((key) => ((key[depth >>> 3]! >>> (7 - (depth & 7))) & 1) === 1);
    const [lower, higher] = parting < 0 ? [shown, []] : [shown.slice(0, parting), shown.slice(parting)];
    if (lower.length > 0) show(left, depth + 1, lower);
    if (higher.length > 0) show(right, depth + 1, higher);
    if (lower.length > 0 && higher.length > 0) put(Uint8Array.of(JOIN));
    else foldWith(tree.hashAt(lower.length > 0 ? right : left, depth + 1));
  };

  if (keys.length > 0) show(tree.whole, 0, [...keys].sort(Buffer.compare));
  return concatBytes(parts);
}
