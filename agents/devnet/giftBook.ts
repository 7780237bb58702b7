// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address } from "viem";

/** The pause between two gifts to one address, and the time in which all addresses together get {@link MOST_GIFTS}. */
export const PERIOD_MS = 3_600_000;
export const MOST_GIFTS = 100;

/** A gift that has to wait: for its address, or because many addresses asked. */
export type Wait = { for: "address" | "all"; ms: number };

/** Who was given something within the last period. The book never holds more than {@link MOST_GIFTS} addresses. */
export class GiftBook {
  /** The time of the gift by address, oldest first. */
  readonly #givenAtMs = new Map<Address, number>();

  /** Enters a gift; returns the wait, and enters nothing, where one is due. */
  enter(address: Address, nowMs: number): Wait | undefined {
    for (const [other, at] of this.#givenAtMs) if (at + PERIOD_MS <= nowMs) this.#givenAtMs.delete(other);
    const own = this.#givenAtMs.get(address);
    if (own !== undefined) return { for: "address", ms: leftMs(own, nowMs) };
    const [oldest] = this.#givenAtMs.values();
    if (oldest !== undefined && this.#givenAtMs.size >= MOST_GIFTS)
      return { for: "all", ms: leftMs(oldest, nowMs) };
    this.#givenAtMs.set(address, nowMs);
    return undefined;
  }

  /** Takes back a gift that was not sent. */
  strike(address: Address): void {
    this.#givenAtMs.delete(address);
  }
}

/** A clock that was set back makes nobody wait for more than a period. */
const leftMs = (atMs: number, nowMs: number) => Math.min(PERIOD_MS, atMs + PERIOD_MS - nowMs);
