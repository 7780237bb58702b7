// SPDX-License-Identifier: GPL-3.0-or-later
import bn128 from "wasmcurves/build/bn128_wasm.js";

/** Multiplies the group's generator by each scalar: affine points, Montgomery form, concatenated. */
export type Multiply = (scalars: readonly bigint[]) => Buffer;

const SCALAR_BITS = 254;
const CHUNK = 4096;
const MEMORY_PAGES = 512;

// Wider windows mean fewer additions and larger tables: 5.8 MB and 1 MB.
const G1 = { prefix: "g1m", generator: bn128.pG1gen, affineBytes: 64, windowBits: 12 };
const G2 = { prefix: "g2m", generator: bn128.pG2gen, affineBytes: 128, windowBits: 8 };

/** Multiples of the generators of BN254's two groups, from tables, in WebAssembly. */
export function fixedBases(): { g1: Multiply; g2: Multiply } {
  const memory = new WebAssembly.Memory({ initial: MEMORY_PAGES });
  const code = typeof bn128.code === "string" ? Buffer.from(bn128.code, "base64") : bn128.code;
  const instance = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { memory } });
  const call = (name: string) => instance.exports[name] as (...pointers: number[]) => void;

  // the module's first word is the end of its used memory; scratch space follows
  const taken = new Uint32Array(memory.buffer, 0, 1);
  const allocate = (bytes: number): number => {
    const pointer = taken[0]!;
    taken[0] = (pointer + bytes + 7) & ~7;
    return pointer;
  };

  const prepare = ({ prefix, generator, affineBytes, windowBits }: typeof G1): Multiply => {
    const zero = call(`${prefix}_zero`);
    const add = call(`${prefix}_add`);
    const addAffine = call(`${prefix}_addMixed`);
    const copy = call(`${prefix}_copy`);
    const toAffine = call(`${prefix}_batchToAffine`);

    const jacobianBytes = (affineBytes * 3) / 2;
    const digits = 2 ** windowBits;
    const windows = Math.ceil(SCALAR_BITS / windowBits);
    const table = allocate(windows * digits * affineBytes);
    const jacobian = allocate(Math.max(digits, CHUNK) * jacobianBytes);
    const affine = allocate(CHUNK * affineBytes);
    const base = allocate(jacobianBytes);
    const sum = allocate(jacobianBytes);

    // table[window][digit] = digit × 2^(window × windowBits) × generator
    copy(generator, base);
    for (let window = 0; window < windows; window++) {
      zero(sum);
      for (let digit = 0; digit < digits; digit++) {
        copy(sum, jacobian + digit * jacobianBytes);
        add(sum, base, sum);
      }
      copy(sum, base);
      toAffine(jacobian, digits, table + window * digits * affineBytes);
    }

    const mask = BigInt(digits - 1);
    return (scalars) => {
      const points = Buffer.alloc(scalars.length * affineBytes);
      for (let start = 0; start < scalars.length; start += CHUNK) {
        const chunk = scalars.slice(start, start + CHUNK);
        for (const [i, scalar] of chunk.entries()) {
          const point = jacobian + i * jacobianBytes;
          zero(point);
          for (let window = 0, rest = scalar; rest > 0n; window++, rest >>= BigInt(windowBits)) {
            const digit = Number(rest & mask);
            if (digit) addAffine(point, table + (window * digits + digit) * affineBytes, point);
          }
        }
        toAffine(jacobian, chunk.length, affine);
        points.set(new Uint8Array(memory.buffer, affine, chunk.length * affineBytes), start * affineBytes);
      }
      return points;
    };
  };

  return { g1: prepare(G1), g2: prepare(G2) };
}
