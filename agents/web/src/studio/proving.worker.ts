// SPDX-License-Identifier: GPL-3.0-or-later
// Proves shares. Its own policy allows WebAssembly, which the page's refuses.
import type { Signals } from "../../../splits/inputs.ts";
import type { Proof } from "../../../splits/proof.ts";
import { proveInThisThread } from "../../../splits/proveInThisThread.ts";

export type Asked = { wasm: string; provingKey: string; signals: Signals };
export type Answered = { proof: Proof } | { fault: string };

const self = globalThis as unknown as {
  onmessage: (event: { data: Asked }) => void;
  postMessage(answer: Answered): void;
};

self.onmessage = async ({ data: { signals, ...circuit } }) =>
  self.postMessage(
    await proveInThisThread(circuit, signals).then(
      (proof) => ({ proof }),
      (error) => ({ fault: error instanceof Error ? error.message : String(error) }),
    ),
  );
