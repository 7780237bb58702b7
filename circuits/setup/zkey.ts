// SPDX-License-Identifier: GPL-3.0-or-later
import { closeSync, openSync, writeSync } from "node:fs";
import { P } from "../../agents/splits/field.ts";
import { writeField } from "./bytes.ts";
import type { R1cs, Sum } from "./r1cs.ts";

/** The order of the field that points' coordinates are in. */
export const Q = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;

/** Points of a Groth16 proving key: affine, Montgomery form, as in snarkjs. */
export interface Points {
  alpha1: Buffer;
  beta1: Buffer;
  beta2: Buffer;
  gamma2: Buffer;
  delta1: Buffer;
  delta2: Buffer;
  /** One for each public wire and the constant. */
  inputs: Buffer;
  a: Buffer;
  b1: Buffer;
  b2: Buffer;
  /** One for each private wire. */
  c: Buffer;
  h: Buffer;
}

const GROTH16 = 1;
const TERM_BYTES = 44;
/** Coefficients are stored twice in Montgomery form. */
const MONTGOMERY_SQUARED = (1n << 512n) % P;

/** Writes a proving key for snarkjs, with no contribution, since there was none. */
export function writeZkey(file: string, circuit: R1cs, log2Size: number, points: Points): void {
  const descriptor = openSync(file, "w");
  const section = (id: number, ...parts: Buffer[]) => {
    const head = Buffer.alloc(12);
    head.writeUInt32LE(id);
    head.writeBigUInt64LE(BigInt(parts.reduce((sum, part) => sum + part.length, 0)), 4);
    for (const part of [head, ...parts]) writeSync(descriptor, part);
  };
  try {
    writeSync(descriptor, Buffer.concat([Buffer.from("zkey"), uint32(1), uint32(10)]));
    section(1, uint32(GROTH16));
    section(
      2,
      ...[uint32(32), field(Q), uint32(32), field(P)],
      ...[uint32(circuit.wireCount), uint32(circuit.publicCount), uint32(2 ** log2Size)],
      ...[points.alpha1, points.beta1, points.beta2, points.gamma2, points.delta1, points.delta2],
    );
    section(3, points.inputs);
    section(4, coefficients(circuit));
    section(5, points.a);
    section(6, points.b1);
    section(7, points.b2);
    section(8, points.c);
    section(9, points.h);
    section(10, Buffer.alloc(64), uint32(0));
  } finally {
    closeSync(descriptor);
  }
}

/** Matrices A and B, term by term; A ends with one row for each public wire. */
function coefficients({ constraints, publicCount }: R1cs): Buffer {
  const count = constraints.reduce((sum, [a, b]) => sum + a.length + b.length, publicCount + 1);
  const bytes = Buffer.alloc(4 + count * TERM_BYTES);
  bytes.writeUInt32LE(count);
  let at = 4;
  const append = (matrix: number, row: number, sum: Sum) => {
    for (const { wire, coefficient } of sum) {
      bytes.writeUInt32LE(matrix, at);
      bytes.writeUInt32LE(row, at + 4);
      bytes.writeUInt32LE(wire, at + 8);
      writeField(bytes, at + 12, (coefficient * MONTGOMERY_SQUARED) % P);
      at += TERM_BYTES;
    }
  };
  for (const [row, [a, b]] of constraints.entries()) {
    append(0, row, a);
    append(1, row, b);
  }
  for (let wire = 0; wire <= publicCount; wire++)
    append(0, constraints.length + wire, [{ wire, coefficient: 1n }]);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function field(value: bigint): Buffer {
  const bytes = Buffer.alloc(32);
  writeField(bytes, 0, value);
  return bytes;
}
