// SPDX-License-Identifier: GPL-3.0-or-later
import { concatHex, type Hex, hexToBigInt, keccak256, numberToHex } from "viem";
import { plainLeaf, plainRoot } from "./plainTree.ts";

type Read = { key: Hex; before: bigint; after: bigint };
type Shown = { depth: number; key: bigint; before: Hex; after: Hex };

/** Runs a witness by the words of docs/INTERACTIONS.md. @returns Both roots. Throws for bytes that are no witness of the leaves. */
export function runWitness(witness: Uint8Array, reads: readonly Read[]): { before: Hex; after: Hex } {
  const waiting = [...reads].sort((a, b) => (a.key < b.key ? -1 : 1));
  const stack: Shown[] = [];
  let at = 0;
  const byte = () => {
    demand(at < witness.length, "a byte is missing");
    return witness[at++]!;
  };
  const word = (): Hex =>
    `0x${Array.from({ length: 32 }, () => byte().toString(16).padStart(2, "0")).join("")}`;
  const pop = () => {
    const top = stack.pop();
    demand(top !== undefined, "the stack is empty");
    return top;
  };

  while (at < witness.length) {
    const instruction = byte();
    if (instruction === 0) {
      const count = byte();
      let top = pop();
      demand(count > 0 && count <= top.depth, "a fold of none, or beyond the root");
      for (let left = count; left > 0; left--) {
        const [depth, sibling] = [top.depth - 1, word()];
        const join = (hash: Hex) =>
          keccak256(concatHex(bit(top.key, depth) ? [sibling, hash] : [hash, sibling]));
        top = { ...top, depth, before: join(top.before), after: join(top.after) };
      }
      stack.push(top);
    } else if (instruction === 1) {
      const [right, left] = [pop(), pop()];
      const depth = left.depth - 1;
      demand(depth >= 0 && right.depth === left.depth, "two depths");
      demand(left.key >> BigInt(256 - depth) === right.key >> BigInt(256 - depth), "two parents");
      demand(!bit(left.key, depth) && bit(right.key, depth), "not left and right");
      const [before, after] = [
        keccak256(concatHex([left.before, right.before])),
        keccak256(concatHex([left.after, right.after])),
      ];
      stack.push({ depth, key: left.key, before, after });
    } else {
      demand(instruction === 2 || instruction === 3, "no instruction");
      const [count, depth] = [byte(), byte()];
      const taken = waiting.splice(0, count);
      demand(count > 0 && taken.length === count, "not so many keys");
      const other = instruction === 3 ? { key: word(), value: hexToBigInt(word()) } : undefined;
      const all = [...taken.map(({ key }) => key), ...(other ? [other.key] : [])];
      demand(new Set(all).size === all.length, "the other key is one of these");
      const prefixes = all.map((key) => hexToBigInt(key) >> BigInt(256 - depth));
      demand(new Set(prefixes).size === 1, "keys of another subtree");
      const standing = taken.filter(({ before }) => before !== 0n);
      demand(standing.length <= (other ? 0 : 1), "more leaves than one");
      const left = other ? [[other.key, other.value] as const] : [];
      const before = [...left, ...standing.map((one) => [one.key, one.before] as const)];
      const after = [
        ...left,
        ...taken.filter((one) => one.after !== 0n).map((one) => [one.key, one.after] as const),
      ];
      stack.push({
        depth,
        key: hexToBigInt(all[0]!),
        before: before[0] ? plainLeaf(...before[0]) : numberToHex(0, { size: 32 }),
        after: rootAt(after, depth),
      });
    }
  }
  const top = pop();
  demand(stack.length === 0 && top.depth === 0 && waiting.length === 0, "unfinished");
  return { before: top.before, after: top.after };
}

/** The subtree of leaves that share `depth` bits. */
function rootAt(leaves: readonly (readonly [Hex, bigint])[], depth: number): Hex {
  if (leaves.length < 2) return plainRoot(new Map(leaves));
  const half = (side: boolean) =>
    rootAt(
      leaves.filter(([key]) => bit(hexToBigInt(key), depth) === side),
      depth + 1,
    );
  return keccak256(concatHex([half(false), half(true)]));
}

const bit = (key: bigint, depth: number) => ((key >> BigInt(255 - depth)) & 1n) === 1n;

function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}
