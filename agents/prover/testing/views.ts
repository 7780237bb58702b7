// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address } from "viem";
import type { Batch, ProverRules, ProverView } from "../policy.ts";

export const SELF: Address = "0x00000000000000000000000000000000000a11ce";
export const OTHER: Address = "0x0000000000000000000000000000000000000b0b";
export const NOW_SEC = 100_000;
export const SEAL_AGE_SEC = 100;
export const TAKEOVER_SEC = 15;
export const GWEI = 10n ** 9n;

/** An open batch that may be sealed now. */
export const open = (given: Partial<Batch> = {}): Batch => ({
  segment: 0n,
  batch: 0n,
  entries: 1,
  openedSec: NOW_SEC - SEAL_AGE_SEC,
  sealedSec: undefined,
  headSec: 0,
  ...given,
});

/** A batch that was sealed now, the oldest of its segment. */
export const sealed = (given: Partial<Batch> = {}): Batch => open({ sealedSec: NOW_SEC, ...given });

export function view(given: Partial<ProverView>): ProverView {
  return {
    self: SELF,
    nowSec: NOW_SEC,
    batches: [],
    isKnown: false,
    peers: [],
    proved: new Set(),
    resting: new Map(),
    prices: { feeWei: 10n ** 15n, streamPerEther: 1_000n, gasPriceWei: GWEI },
    sealAgeSec: SEAL_AGE_SEC,
    maxEntries: 4_095,
    ...given,
  };
}

/** Every segment is served, whatever its gas. */
export const served: ProverRules = { takeoverSec: TAKEOVER_SEC, isServed: () => true };
/** No segment is served at a loss. */
export const atProfit: ProverRules = { ...served, isServed: () => false };
