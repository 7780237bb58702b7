// SPDX-License-Identifier: GPL-3.0-or-later
import { Refusal } from "../vouchers/refusal.ts";
import type { Held, OfferedVoucher, VoucherStore } from "../vouchers/voucherStore.ts";
import { type HeldVoucher, signedCumulative } from "../vouchers/voucherTables.ts";

export type OfferedPayment = Pick<OfferedVoucher, "channelId" | "cumulative" | "ticks" | "postedBy">;

/**
 * The answer to a payment that raises nothing: the first answer again to its own poster, zero to everybody else. Undefined for a
 * payment above `held`; throws a Refusal for one below.
 */
export async function answerRepeated(
  held: HeldVoucher,
  offered: OfferedPayment,
  vouchers: Pick<VoucherStore, "addedBefore">,
): Promise<Held | undefined> {
  if (offered.cumulative > held.cumulative) return undefined;
  // at one amount a voucher may move the channel to another root, which the store decides
  if (offered.cumulative === held.cumulative && offered.ticks?.tickRoot !== held.ticks?.tickRoot)
    return undefined;
  const addedBefore = await vouchers.addedBefore(offered);
  if (addedBefore !== undefined)
    return { cumulative: held.cumulative, addedWei: addedBefore, isRepeat: true };
  if (isSame(held, offered)) return { cumulative: held.cumulative, addedWei: 0n, isRepeat: true };
  throw notHigher(offered.cumulative, held.cumulative);
}

/** Whether `offered` is the voucher held, or the voucher under the ticks held. Ticks of another value are another price. */
function isSame(held: HeldVoucher, offered: OfferedPayment): boolean {
  return (
    held.ticks?.tickRoot === offered.ticks?.tickRoot &&
    held.ticks?.tickValue === offered.ticks?.tickValue &&
    signedCumulative(held) === signedCumulative(offered) &&
    (offered.ticks === undefined || offered.ticks.count === 0 || offered.ticks.count === held.ticks?.count)
  );
}

export function notHigher(cumulative: bigint, held: bigint): Refusal {
  return new Refusal(
    "not_higher",
    `A voucher over ${held} wei is held already, more than ${cumulative}: sign a higher one.`,
    { accepted: held },
  );
}
