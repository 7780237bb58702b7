// SPDX-License-Identifier: GPL-3.0-or-later
import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import { TryAgainError } from "../kernel/process/errors.ts";
import { randomBytes } from "./randomPool.ts";

/** Nonces of this process: `time 6 ‖ random 10 ‖ MAC 16`, in hex. */
export type Nonces = {
  issue(purpose: string): string;
  /** Whether the nonce was issued for `purpose` and is not too old, spent or not. */
  isLive(nonce: string, purpose: string): boolean;
  /** Spends a live nonce: true once. Throws a TryAgainError while more were spent than are remembered. */
  take(nonce: string, purpose: string): boolean;
};

const BODY_BYTES = 16;
const NONCE = /^[0-9a-f]{64}$/;

/**
 * Makes nonces without a store: to issue one costs no memory, and only spent ones are remembered, while they could be shown
 * again. The key of the MAC is this process's own, and so is the time, which only goes forward: no restart and no change of the
 * clock revives a nonce.
 *
 * @param most The most spent nonces that are remembered.
 */
export function createNonces({
  lifeMs,
  most = 200_000,
  elapsedMs = () => performance.now(),
}: {
  lifeMs: number;
  most?: number;
  elapsedMs?: () => number;
}): Nonces {
  // a bare buffer costs five times as much at each use
  const key = createSecretKey(randomBytes(32));
  /** Spent nonces and when, in that order. */
  const spent = new Map<string, number>();

  const macOf = (body: Buffer, purpose: string) =>
    createHmac("sha256", key).update(body).update(purpose).digest().subarray(0, BODY_BYTES);

  function isLive(nonce: string, purpose: string): boolean {
    if (!NONCE.test(nonce)) return false;
    const bytes = Buffer.from(nonce, "hex");
    const [body, mac] = [bytes.subarray(0, BODY_BYTES), bytes.subarray(BODY_BYTES)];
    if (!timingSafeEqual(mac, macOf(body, purpose))) return false;
    return elapsedMs() - body.readUIntBE(0, 6) < lifeMs;
  }

  function forgetOld(): void {
    for (const [nonce, atMs] of spent) {
      if (elapsedMs() - atMs < lifeMs) return;
      spent.delete(nonce);
    }
  }

  return {
    issue(purpose) {
      const body = Buffer.allocUnsafe(BODY_BYTES);
      body.writeUIntBE(Math.floor(elapsedMs()), 0, 6);
      randomBytes(BODY_BYTES - 6).copy(body, 6);
      return Buffer.concat([body, macOf(body, purpose)]).toString("hex");
    },
    isLive,
    take(nonce, purpose) {
      if (!isLive(nonce, purpose) || spent.has(nonce)) return false;
      forgetOld();
      if (spent.size >= most)
        throw new TryAgainError("More challenges were answered than can be remembered.");
      spent.set(nonce, elapsedMs());
      return true;
    },
  };
}
