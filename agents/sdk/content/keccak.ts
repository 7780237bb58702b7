// SPDX-License-Identifier: MIT
import { createKeccak, type IHasher } from "hash-wasm";
import { keccak256 } from "viem";

/** WebAssembly, fifteen times as fast as JavaScript: 350 MB/s to 25. Undefined until compiled, and where a page's policy forbids it. */
let hasher: IHasher | undefined;
let asked: Promise<void> | undefined;

/** Resolves once {@link keccak} is as fast as it will be. */
export function compileKeccak(): Promise<void> {
  asked ??= createKeccak(256).then(
    (compiled) => {
      hasher = compiled;
    },
    () => {}, // JavaScript goes on
  );
  return asked;
}

/** Keccak-256 of `data`: 32 new bytes. */
export function keccak(data: Uint8Array): Uint8Array {
  void compileKeccak();
  return hasher ? hasher.init().update(data).digest("binary") : keccak256(data, "bytes");
}
