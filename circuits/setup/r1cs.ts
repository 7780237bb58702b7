// SPDX-License-Identifier: GPL-3.0-or-later
import { readFileSync } from "node:fs";
import { readField } from "./bytes.ts";

/** `coefficient × wire`. */
export interface Term {
  wire: number;
  coefficient: bigint;
}
/** A sum of terms. */
export type Sum = Term[];
/** `a × b = c`. */
export type Constraint = [a: Sum, b: Sum, c: Sum];

/** Wire 0 is the constant 1; the `publicCount` wires after it are public. */
export interface R1cs {
  wireCount: number;
  publicCount: number;
  constraints: Constraint[];
}

const HEADER = 1;
const CONSTRAINTS = 2;

/** Reads an R1CS file of circom. */
export function readR1cs(file: string): R1cs {
  const bytes = readFileSync(file);
  if (bytes.toString("latin1", 0, 4) !== "r1cs")
    throw new Error(`${file} is not an R1CS file: delete the file and build again`);
  const sections = sectionOffsets(bytes);

  const header = sections.get(HEADER)!;
  const fieldBytes = bytes.readUInt32LE(header);
  const counts = header + 4 + fieldBytes;
  const wireCount = bytes.readUInt32LE(counts);
  const publicCount = bytes.readUInt32LE(counts + 4) + bytes.readUInt32LE(counts + 8);
  const constraintCount = bytes.readUInt32LE(counts + 24);

  let at = sections.get(CONSTRAINTS)!;
  const readSum = (): Sum => {
    const sum = new Array<Term>(bytes.readUInt32LE(at));
    at += 4;
    for (let i = 0; i < sum.length; i++, at += 36) {
      sum[i] = { wire: bytes.readUInt32LE(at), coefficient: readField(bytes, at + 4) };
    }
    return sum;
  };
  const constraints = Array.from(
    { length: constraintCount },
    (): Constraint => [readSum(), readSum(), readSum()],
  );
  return { wireCount, publicCount, constraints };
}

function sectionOffsets(bytes: Buffer): Map<number, number> {
  const offsets = new Map<number, number>();
  let at = 12;
  for (let left = bytes.readUInt32LE(8); left > 0; left--) {
    offsets.set(bytes.readUInt32LE(at), at + 12);
    at += 12 + Number(bytes.readBigUInt64LE(at + 4));
  }
  return offsets;
}
