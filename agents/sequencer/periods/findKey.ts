// SPDX-License-Identifier: GPL-3.0-or-later
import type { Kysely } from "kysely";
import type { Hex } from "viem";
import type { ChannelKey } from "../../sdk/channels/channel.ts";
import type { VoucherStore } from "../../vouchers/voucherStore.ts";
import { findChannelKey, type SequencerTables } from "../openings.ts";

/**
 * Finds the key behind a channel's id: in a voucher, or in the opening that the chain's logs tell of. For an id that is in neither, the logs
 * are read once more, one look for all that wait: a channel may be a block old.
 */
export function createFindKey(options: {
  vouchers: Pick<VoucherStore, "find">;
  db: Kysely<SequencerTables>;
  look(): Promise<void>;
}): (channelId: Hex) => Promise<ChannelKey | undefined> {
  const { vouchers, db, look } = options;
  let looking: Promise<void> | undefined;

  const findKnown = async (channelId: Hex) =>
    (await vouchers.find(channelId))?.key ?? (await findChannelKey(db, channelId));

  return async (channelId) => {
    const known = await findKnown(channelId);
    if (known) return known;
    looking ??= look().finally(() => {
      looking = undefined;
    });
    await looking;
    return findChannelKey(db, channelId);
  };
}
