// SPDX-License-Identifier: GPL-3.0-or-later
import { bytesToHex, concatHex, type Hex, keccak256, numberToHex } from "viem";

/** The tree of docs/INTERACTIONS.md over a full map from keys to values, as its words say it: each root from nothing. */
export function plainRoot(leaves: ReadonlyMap<Hex, bigint>): Hex {
  const under = (some: [Hex, bigint][], depth: number): Hex => {
    if (some.length === 0) return numberToHex(0, { size: 32 });
    if (some.length === 1) return plainLeaf(...some[0]!);
    const isRight = ([key]: [Hex, bigint]) => (BigInt(key) >> BigInt(255 - depth)) & 1n;
    const half = (side: bigint) =>
      under(
        some.filter((leaf) => isRight(leaf) === side),
        depth + 1,
      );
    return keccak256(concatHex([half(0n), half(1n)]));
  };
  return under([...leaves], 0);
}

export const plainLeaf = (key: Hex, value: bigint): Hex =>
  keccak256(concatHex([key, numberToHex(value, { size: 32 }), numberToHex(1, { size: 32 })]));

/** Keys with `shared` first bits in common with `key`, and random others after one that differs. */
export function keyBeside(key: Uint8Array, shared: number, random: Uint8Array): Uint8Array {
  const bits = 256n - BigInt(shared);
  const [base, noise] = [BigInt(bytesToHex(key)), BigInt(bytesToHex(random))];
  const flipped = ((base >> (bits - 1n)) ^ 1n) << (bits - 1n);
  const low = BigInt.asUintN(Number(bits - 1n), noise);
  return Uint8Array.from(Buffer.from((flipped | low).toString(16).padStart(64, "0"), "hex"));
}
