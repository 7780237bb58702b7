// SPDX-License-Identifier: GPL-3.0-or-later
import { type Hex, hexToBytes } from "viem";
import { type Channel, statusOfChannel } from "../sdk/channels/channel.ts";
import { Refusal } from "../vouchers/refusal.ts";
import type { VerifyTicks } from "../vouchers/verifyTicks.ts";
import type { TickRequest } from "../vouchers/voucherRequest.ts";
import type { VoucherStore } from "../vouchers/voucherStore.ts";
import { signedCumulative } from "../vouchers/voucherTables.ts";
import type { Accepted } from "./acceptVoucher.ts";

export type AcceptTickOptions = {
  vouchers: VoucherStore;
  verifyTicks: VerifyTicks;
  readChannel(channelId: Hex): Promise<Channel>;
  isLate(channel: Channel): Promise<boolean>;
};

/** Makes the judge of ticks; the rules are those of a watchtower's vouchers. */
export function createAcceptTick({ vouchers, verifyTicks, readChannel, isLate }: AcceptTickOptions) {
  return async ({ channelId, tickRoot, tick, count }: TickRequest): Promise<Accepted> => {
    const held = await vouchers.find(channelId);
    if (held?.ticks?.tickRoot !== tickRoot)
      throw new Refusal(
        "unknown_root",
        "No voucher with this root is held: post the voucher before its ticks.",
      );
    const { ticks: known, acceptedMs: _, unsettledSinceMs: __, ...voucher } = held;
    const channel = await readChannel(channelId);
    if (statusOfChannel(channel) === "closed")
      throw new Refusal("channel_closed", "This channel is closed for ever: nothing is left to defend.");
    const late = await isLate(channel);
    if (known.count === count && known.tick === tick)
      return { channelId, cumulative: held.cumulative, addedWei: 0n, late };
    const cumulative = signedCumulative(held) + known.tickValue * BigInt(count);
    if (known.count >= count)
      throw new Refusal(
        "not_higher",
        `Tick ${known.count} is held already, and this is tick ${count}: post a later one.`,
        { accepted: held.cumulative },
      );
    const revealed = { tick: hexToBytes(tick), count };
    if (!verifyTicks(revealed, { tick: hexToBytes(known.tick), count: known.count }))
      throw new Refusal(
        "wrong_tick",
        `This is not tick ${count} of the voucher's chain: hashed ${count} times, a tick gives the root.`,
      );
    const ticks = { ...known, tick, count };
    const kept = await vouchers.keep({ ...voucher, cumulative, ticks, settled: channel.settled });
    return { channelId, ...kept, late };
  };
}
