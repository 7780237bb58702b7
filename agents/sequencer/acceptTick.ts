// SPDX-License-Identifier: GPL-3.0-or-later
import { type Hex, hexToBytes } from "viem";
import { TryAgainError } from "../kernel/process/errors.ts";
import { Refusal } from "../vouchers/refusal.ts";
import type { VerifyTicks } from "../vouchers/verifyTicks.ts";
import type { TickRequest } from "../vouchers/voucherRequest.ts";
import { signedCumulative } from "../vouchers/voucherTables.ts";
import { type Accepted, type AcceptVoucherOptions, requireFunds } from "./acceptVoucher.ts";
import { answerRepeated, notHigher } from "./repeats.ts";

export type AcceptTickOptions = Pick<
  AcceptVoucherOptions,
  "contract" | "findFunds" | "vouchers" | "blindForMs" | "maxBlindSec"
> & { verifyTicks: VerifyTicks };

/** Makes the judge of ticks; the rules are those of {@link createAcceptVoucher} for the voucher of the ticks. */
export function createAcceptTick(options: AcceptTickOptions) {
  const { contract, findFunds, vouchers, verifyTicks, blindForMs, maxBlindSec } = options;

  return async ({ channelId, tickRoot, tick, count, postedBy }: TickRequest): Promise<Accepted> => {
    const held = await vouchers.find(channelId);
    if (held?.ticks?.tickRoot !== tickRoot) {
      throw new Refusal(
        "unknown_root",
        "No voucher with this root is held: post the voucher before its ticks.",
      );
    }
    const { ticks: known, acceptedMs: _, unsettledSinceMs: __, ...voucher } = held;
    const cumulative = signedCumulative(held) + known.tickValue * BigInt(count);
    const ticks = { ...known, tick, count };
    const payment = { channelId, cumulative, ticks, postedBy };
    const isNew = count > known.count;
    // a tick that was passed already hashes to the root alone
    const above = isNew ? { tick: hexToBytes(known.tick), count: known.count } : rootOf(tickRoot);
    if (!verifyTicks({ tick: hexToBytes(tick), count }, above)) {
      if (!isNew) throw notHigher(cumulative, held.cumulative);
      throw new Refusal(
        "wrong_tick",
        `This is not tick ${count} of the voucher's chain: hashed ${count} times, a tick gives the root.`,
      );
    }
    const repeated = await answerRepeated(held, payment, vouchers);
    if (repeated) return { channelId, ...repeated };
    // a payer may have started an unseen close
    if (blindForMs() > maxBlindSec * 1000) {
      throw new TryAgainError(`This sequencer knows no block younger than ${maxBlindSec} s.`);
    }
    const funds = await findFunds(channelId, cumulative);
    requireFunds(contract, funds, cumulative);
    const { settled } = funds.view.latest;
    const now = await vouchers.keep({ ...voucher, ...payment, settled });
    if (now.cumulative > cumulative && !now.isRepeat) throw notHigher(cumulative, now.cumulative);
    return { channelId, ...now };
  };
}

const rootOf = (tickRoot: Hex) => ({ tick: hexToBytes(tickRoot), count: 0 });
