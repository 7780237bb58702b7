// SPDX-License-Identifier: MIT

/** Calls `call` once `signal` aborts, at once where it has, and returns what takes that back. */
export function onAbort(signal: AbortSignal, call: () => void): () => void {
  if (signal.aborted) call();
  else signal.addEventListener("abort", call, { once: true });
  return () => signal.removeEventListener("abort", call);
}

/**
 * Settles as `work` does, or with the signal's reason once that aborts. A signal may outlive many works, and keeps nothing of those that are
 * done; a promise that they are raced against would keep each one's result.
 */
export function orAborted<T>(work: T | PromiseLike<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const takeBack = onAbort(signal, () => reject(signal.reason));
    Promise.resolve(work).then(resolve, reject).finally(takeBack);
  });
}
