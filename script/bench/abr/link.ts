// SPDX-License-Identifier: GPL-3.0-or-later
import type { Trace } from "./traces.ts";
import type { VirtualTime } from "./virtualTime.ts";

export type FetchOptions = {
  signal?: AbortSignal | undefined;
  onBytes?: ((byteCount: number) => void) | undefined;
};

type Transfer = {
  leftBytes: number;
  /** Received, and not yet told. */
  untoldBytes: number;
  flowsAtSec: number;
  onBytes: ((byteCount: number) => void) | undefined;
  end: () => void;
};

/** Bytes are told of at this pace, as a browser tells a page. */
const TOLD_EVERY_SEC = 0.05;
/** Less than a bit is a rounding error. */
const NOTHING_BYTES = 0.01;

/** A viewer's connection: what is fetched at once shares it. An answer begins one round trip after its request. */
export class Link {
  readonly #time: VirtualTime;
  readonly #trace: Trace;
  readonly #transfers = new Set<Transfer>();
  #change = 0;
  #atSec = 0;
  #toldAtSec = 0;

  constructor(time: VirtualTime, trace: Trace) {
    this.#time = time;
    this.#trace = trace;
  }

  /** Fetches `byteCount` bytes. Throws the signal's reason. */
  fetch(byteCount: number, { signal, onBytes }: FetchOptions = {}): Promise<void> {
    return new Promise((resolve, reject) => {
      const transfer = {
        ...{ leftBytes: byteCount, untoldBytes: 0, onBytes, end: resolve },
        flowsAtSec: this.#time.nowSec + this.#trace.rttSec,
      };
      this.#transfers.add(transfer);
      signal?.addEventListener("abort", () => {
        this.#transfers.delete(transfer);
        reject(signal.reason);
      });
    });
  }

  /** When something happens on the link next, in seconds; infinity while nothing is fetched. */
  get nextSec(): number {
    if (this.#transfers.size === 0) return Number.POSITIVE_INFINITY;
    const change = this.#trace.changes[this.#change + 1]?.atSec ?? Number.POSITIVE_INFINITY;
    let next = Math.min(change, this.#toldAtSec + TOLD_EVERY_SEC);
    const bytesPerSec = this.#bytesPerSec();
    for (const { leftBytes, flowsAtSec } of this.#transfers) {
      if (flowsAtSec > this.#atSec) next = Math.min(next, flowsAtSec);
      else next = Math.min(next, this.#atSec + leftBytes / bytesPerSec);
    }
    return next;
  }

  /** Moves the bytes that flow until now, which is no later than {@link nextSec}. Says whether anything ended. */
  settle(): boolean {
    const { nowSec } = this.#time;
    const bytes = (nowSec - this.#atSec) * this.#bytesPerSec();
    const isTold = nowSec >= this.#toldAtSec + TOLD_EVERY_SEC;
    let hasEnded = false;
    for (const transfer of this.#transfers) {
      if (transfer.flowsAtSec > this.#atSec) continue;
      const received = Math.min(bytes, transfer.leftBytes);
      transfer.leftBytes -= received;
      transfer.untoldBytes += received;
      const isOver = transfer.leftBytes < NOTHING_BYTES;
      if ((isOver || isTold) && transfer.untoldBytes > 0) {
        transfer.onBytes?.(transfer.untoldBytes);
        transfer.untoldBytes = 0;
      }
      if (!isOver) continue;
      this.#transfers.delete(transfer);
      hasEnded = true;
      transfer.end();
    }
    if (isTold) this.#toldAtSec = nowSec;
    this.#atSec = nowSec;
    const { changes } = this.#trace;
    while ((changes[this.#change + 1]?.atSec ?? Number.POSITIVE_INFINITY) <= nowSec) this.#change += 1;
    return hasEnded;
  }

  /** What each of those that flow gets. */
  #bytesPerSec(): number {
    let flowing = 0;
    for (const { flowsAtSec } of this.#transfers) if (flowsAtSec <= this.#atSec) flowing += 1;
    return this.#trace.changes[this.#change]!.bitsPerSec / 8 / Math.max(1, flowing);
  }
}
