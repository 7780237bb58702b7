// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for `hash-wasm`: the page's policy forbids WebAssembly, and to ask for it would be a violation. The SDK goes on in JavaScript.
export const createKeccak = (): Promise<never> => Promise.reject(new Error("the policy forbids WebAssembly"));
