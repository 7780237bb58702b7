// SPDX-License-Identifier: MIT
import type { Hex } from "viem";

/** What a channel paid in all, and what its payer got back at the close. */
export type ClosedChannel = { channelId: Hex; settledWei: bigint; refundedWei: bigint };

/** Reads a Closed event. */
export const closedChannel = (event: {
  channelId: Hex;
  settled: bigint;
  refunded: bigint;
}): ClosedChannel => ({
  channelId: event.channelId,
  settledWei: event.settled,
  refundedWei: event.refunded,
});
