// SPDX-License-Identifier: GPL-3.0-or-later
import { TributaryError } from "../../../sdk/errors/TributaryError.ts";
import { orAborted } from "../../../sdk/wire/aborting.ts";
import type { Signals } from "../../../splits/inputs.ts";
import type { Proof } from "../../../splits/proof.ts";
import type { Answered, Asked } from "./proving.worker.ts";

/** Where the page's server has the circuit `claim` and its key. */
const CIRCUIT = { wasm: "/circuits/claim.wasm", provingKey: "/circuits/claim.zkey" };

/** Proves in a thread of its own, which ends with the proof: a thread that has proven holds 200 MB. */
export async function proveInWorker(signals: Signals, signal: AbortSignal): Promise<Proof> {
  const thread = new Worker(new URL("./proving.worker.ts", import.meta.url), { type: "module" });
  const stopped = (why: string) =>
    new TributaryError(`the page's thread that proves stopped: ${why}`, { retryable: true });
  try {
    const proving = new Promise<Answered>((resolve, reject) => {
      thread.onmessage = ({ data }) => resolve(data);
      thread.onerror = ({ message }) => reject(stopped(message));
      const url = (path: string) => new URL(path, location.origin).href;
      const { wasm, provingKey } = CIRCUIT;
      thread.postMessage({ wasm: url(wasm), provingKey: url(provingKey), signals } satisfies Asked);
    });
    const answer = await orAborted(proving, signal);
    if ("fault" in answer) throw stopped(answer.fault);
    return answer.proof;
  } finally {
    thread.terminate();
  }
}
