// SPDX-License-Identifier: MIT

/** What a viewer gives: so many bytes a second, with a second's worth at once, and so many in all. */
export class UploadAllowance {
  readonly #bytesPerSec: number;
  #left: number;
  #tokens: number;
  #atMs: number;

  constructor(bytesPerSec: number, totalBytes: number, nowMs: number) {
    this.#bytesPerSec = bytesPerSec;
    this.#left = totalBytes;
    this.#tokens = bytesPerSec;
    this.#atMs = nowMs;
  }

  /** Whether {@link take} would take `bytes`. */
  has(bytes: number, nowMs: number): boolean {
    const grown = this.#tokens + ((nowMs - this.#atMs) / 1_000) * this.#bytesPerSec;
    // a viewer who gives less than a chunk a second saves for one
    this.#tokens = Math.min(Math.max(this.#bytesPerSec, bytes), grown);
    this.#atMs = nowMs;
    return bytes <= this.#tokens && bytes <= this.#left;
  }

  /** Takes `bytes` from the allowance, or nothing and false. */
  take(bytes: number, nowMs: number): boolean {
    if (!this.has(bytes, nowMs)) return false;
    this.#tokens -= bytes;
    this.#left -= bytes;
    return true;
  }
}
