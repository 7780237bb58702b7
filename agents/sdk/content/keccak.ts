// SPDX-License-Identifier: MIT
import { createKeccak } from "hash-wasm";

// one instance for ever: compiling the module for each hash would cost more than the hash
const hasher = await createKeccak(256);

/** Keccak-256 of `data`: 32 new bytes. */
export function keccak(data: Uint8Array): Uint8Array {
  return hasher.init().update(data).digest("binary");
}
