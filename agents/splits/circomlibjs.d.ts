// SPDX-License-Identifier: GPL-3.0-or-later
declare module "circomlibjs" {
  interface PoseidonWasm {
    (inputs: bigint[]): Uint8Array;
    F: { toObject(element: Uint8Array): bigint };
  }
  /** In WebAssembly, on this thread. */
  export function buildPoseidon(): Promise<PoseidonWasm>;
}
