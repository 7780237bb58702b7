// SPDX-License-Identifier: MIT
import { createKeccak, type IHasher } from "hash-wasm";
import { keccak256 } from "viem";

/** WebAssembly, fifteen times as fast as JavaScript: 350 MB/s to 25. Undefined until compiled, and where a page's policy forbids it. */
let hasher: IHasher | undefined;
let isAsked = false;

/** Keccak-256 of `data`: 32 new bytes. */
export function keccak(data: Uint8Array): Uint8Array {
  if (!isAsked) {
    isAsked = true;
    createKeccak(256).then(
      (compiled) => {
        hasher = compiled;
      },
      () => {}, // JavaScript goes on
    );
  }
  return hasher ? hasher.init().update(data).digest("binary") : keccak256(data, "bytes");
}
