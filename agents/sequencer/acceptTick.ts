// SPDX-License-Identifier: GPL-3.0-or-later
import { hexToBytes } from "viem";
import { TryAgainError } from "../kernel/process/errors.ts";
import { Refusal } from "../vouchers/refusal.ts";
import type { VerifyTicks } from "../vouchers/verifyTicks.ts";
import type { TickRequest } from "../vouchers/voucherRequest.ts";
import { signedCumulative } from "../vouchers/voucherTables.ts";
import { type Accepted, type AcceptVoucherOptions, notHigher, requireFunds } from "./acceptVoucher.ts";

export type AcceptTickOptions = Pick<
  AcceptVoucherOptions,
  "contract" | "channels" | "vouchers" | "blindForMs" | "maxBlindSec"
> & { verifyTicks: VerifyTicks };

/** Makes the judge of ticks; the rules are those of {@link createAcceptVoucher} for the voucher of the ticks. */
export function createAcceptTick(options: AcceptTickOptions) {
  const { contract, channels, vouchers, verifyTicks, blindForMs, maxBlindSec } = options;

  return async ({ channelId, tickRoot, tick, count }: TickRequest): Promise<Accepted> => {
    const held = await vouchers.find(channelId);
    if (held?.ticks?.tickRoot !== tickRoot) {
      throw new Refusal(
        "unknown_root",
        "No voucher with this root is held: post the voucher before its ticks.",
      );
    }
    const { ticks: known, acceptedMs: _, unsettledSinceMs: __, ...voucher } = held;
    if (known.count === count && known.tick === tick) {
      return { channelId, cumulative: held.cumulative, addedWei: 0n };
    }
    const cumulative = signedCumulative(held) + known.tickValue * BigInt(count);
    if (known.count >= count) throw notHigher(cumulative, held.cumulative);
    const revealed = { tick: hexToBytes(tick), count };
    if (!verifyTicks(revealed, { tick: hexToBytes(known.tick), count: known.count })) {
      throw new Refusal(
        "wrong_tick",
        `This is not tick ${count} of the voucher's chain: hashed ${count} times, a tick gives the root.`,
      );
    }
    // a payer may have started an unseen close
    if (blindForMs() > maxBlindSec * 1000) {
      throw new TryAgainError(`This sequencer knows no block younger than ${maxBlindSec} s.`);
    }
    const view = await channels.find(channelId);
    requireFunds(contract, view, cumulative);
    const { settled } = view.latest;
    const ticks = { ...known, tick, count };
    const now = await vouchers.keep({ ...voucher, cumulative, ticks, settled });
    if (now.cumulative > cumulative) throw notHigher(cumulative, now.cumulative);
    return { channelId, ...now };
  };
}
