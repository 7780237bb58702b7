// SPDX-License-Identifier: GPL-3.0-or-later
import type { AbiEvent, Address, Hex } from "viem";
import type { ChainClient } from "../kernel/chain/chain.ts";
import { followLogs } from "../kernel/chain/logs.ts";
import type { Store } from "../kernel/store/store.ts";
import { paymentChannelsAbi } from "../sdk/abis.generated.ts";
import { type Channel, statusOfChannel } from "../sdk/channels/channel.ts";
import { settledChannels } from "../sdk/channels/settledChannels.ts";
import { fromRow, type HeldVoucher } from "../vouchers/voucherTables.ts";
import type { ClosingBook } from "./closingBook.ts";
import type { WatchtowerTables } from "./tables.ts";

/** All events about channels: each may change the debt or the deadline. */
const events: readonly AbiEvent[] = paymentChannelsAbi.filter(
  (item) =>
    item.type === "event" &&
    (item.name === "Settled" || item.inputs.some(({ name }) => name === "channelId")),
) as AbiEvent[];

export type FollowClosingsOptions = {
  publicClient: ChainClient;
  store: Store<WatchtowerTables>;
  paymentChannels: Address;
  startBlock: bigint;
  /** Is told of every channel that the chain has news of, and of all after a reorg. */
  book: Pick<ClosingBook, "touch" | "touchAll">;
  /** A log is missing: better read the channels themselves. */
  onMissing(): void;
};

/** Follows closings up to the latest block: defending before finality hurts nobody, waiting may. */
export function followClosings(options: FollowClosingsOptions) {
  const { publicClient, store, paymentChannels, startBlock, onMissing } = options;
  return followLogs({
    publicClient,
    store,
    name: "closings",
    address: paymentChannels,
    events,
    startBlock,
    finalityBlocks: 0,
    onMissing,
    async onLogs(logs, { trx }) {
      for (const { eventName, args, blockNumber, logIndex } of logs) {
        if (eventName === "Settled") {
          for (const { channelId } of settledChannels((args as { sums: Hex }).sums))
            options.book.touch(channelId);
          continue;
        }
        const { channelId, closesAt = 0 } = args as { channelId: Hex; closesAt?: number };
        options.book.touch(channelId);
        const event =
          eventName === "CloseStarted" ? "started" : eventName === "Closed" ? "closed" : undefined;
        if (!event) continue;
        const place = { block: Number(blockNumber), log_index: logIndex };
        const row = { channel_id: channelId, event, closes_at: closesAt } as const;
        await trx
          .insertInto("close_log")
          .values({ ...place, ...row })
          .onConflict((conflict) => conflict.columns(["block", "log_index"]).doUpdateSet(row))
          .execute();
      }
    },
    async onRewind(fromBlock, { trx }) {
      options.book.touchAll();
      await trx.deleteFrom("close_log").where("block", ">=", Number(fromBlock)).execute();
    },
  });
}

export function openClosings(store: Store<WatchtowerTables>) {
  const started = () =>
    store.db.selectFrom("close_log").where("event", "=", "started").select("channel_id").distinct();

  return {
    /** Notes a close that is seen at `block` in the channel itself. True when no log told of the close. */
    async note(channelId: Hex, channel: Channel, block: bigint): Promise<boolean> {
      const status = statusOfChannel(channel);
      if (status !== "closing" && status !== "closed") return false;
      const event = status === "closing" ? "started" : "closed";
      const known = await store.db
        .selectFrom("close_log")
        .where("channel_id", "=", channelId)
        .where("event", "=", event)
        .select("block")
        .executeTakeFirst();
      if (known) return false;
      const place = { block: Number(block), log_index: noLogIndex(channelId) };
      await store.db
        .insertInto("close_log")
        .values({ ...place, channel_id: channelId, event, closes_at: channel.closesAt })
        .execute();
      return true;
    },

    /** The closing channels that are not forgotten yet. */
    async ids(): Promise<Hex[]> {
      return (await started().execute()).map(({ channel_id }) => channel_id as Hex);
    },

    /** The vouchers of closing channels. */
    async vouchers(): Promise<HeldVoucher[]> {
      const rows = await store.db
        .selectFrom("voucher")
        .selectAll()
        .where("retired", "=", 0)
        .where("channel_id", "in", started())
        .execute();
      return rows.map(fromRow);
    },

    /** Channels closed up to block `upTo`, each with its last deadline; 0 for none. */
    async closed(upTo: bigint): Promise<{ channelId: Hex; block: bigint; closesAt: number }[]> {
      const rows = await store.db
        .selectFrom("close_log")
        .where("event", "=", "closed")
        .where("block", "<=", Number(upTo))
        .select((eb) => [
          "channel_id",
          "block",
          eb
            .selectFrom("close_log as deadline")
            .whereRef("deadline.channel_id", "=", "close_log.channel_id")
            .select(({ fn }) => fn.max("deadline.closes_at").as("closes_at"))
            .as("closes_at"),
        ])
        .execute();
      return rows.map(({ channel_id, block, closes_at }) => ({
        channelId: channel_id as Hex,
        block: BigInt(block),
        closesAt: Number(closes_at),
      }));
    },

    /** Forgets a channel that is closed for good, and whose voucher can no longer be settled. */
    async forget(channelId: Hex): Promise<void> {
      await store.transaction(async (trx) => {
        await trx.updateTable("voucher").set({ retired: 1 }).where("channel_id", "=", channelId).execute();
        await trx.deleteFrom("close_log").where("channel_id", "=", channelId).execute();
      });
    },
  };
}

/** A place in a block for what no log told: below zero, and the channel's own. */
const noLogIndex = (channelId: Hex): number => -1 - Number(BigInt(channelId) & 0xffff_ffff_ffffn);

export type Closings = ReturnType<typeof openClosings>;
