// SPDX-License-Identifier: MIT
import {
  BASEFunction,
  CountedEvent,
  countPoolFunction,
  countStreamFunction,
  countTicksFunction,
  countVouchersFunction,
  doublingsOfFunction,
  FEE_BPSFunction,
  heatOfFunction,
  MOST_DOUBLINGSFunction,
  popularityErrors,
} from "../abis/popularity.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { defineWrite } from "../chain/defineWrite.ts";

const contract = { contract: "popularity", errors: popularityErrors, event: CountedEvent } as const;

/**
 * Settles vouchers of a work's payee in STREAM, and counts what was paid for the work's copies in the next epoch. The account
 * pays a hundredth of it, for which it approves STREAM first; so with the three that follow.
 *
 * @example
 * await client.placement.countVouchersSync({ contentId, rows });
 */
export const countVouchers = defineWrite({ ...contract, functions: [countVouchersFunction] });
/** Settles vouchers by ticks, and counts what was paid. */
export const countTicks = defineWrite({ ...contract, functions: [countTicksFunction] });
/** Pays out what has accrued in a stream to a work, and counts it. */
export const countStream = defineWrite({ ...contract, functions: [countStreamFunction] });
/** Collects the pool of a work in STREAM, and counts what was paid. */
export const countPool = defineWrite({ ...contract, functions: [countPoolFunction] });

/** How often a work's copies double in an epoch. */
export const getDoublings = defineRead("popularity", doublingsOfFunction);
/** What was counted for a work in an epoch, in wei for each gigabyte. */
export const getHeat = defineRead("popularity", heatOfFunction);
/** The heat of the first doubling, in wei for each gigabyte. */
export const getPopularityBase = defineRead("popularity", BASEFunction);
/** The part of what is counted that the account pays, in hundredths of a percent. */
export const getPopularityFee = defineRead("popularity", FEE_BPSFunction);
/** The most doublings. */
export const getMostDoublings = defineRead("popularity", MOST_DOUBLINGSFunction);

export const watchCounted = defineWatch("popularity", CountedEvent);
