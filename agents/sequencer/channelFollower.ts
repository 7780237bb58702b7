// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, getAbiItem } from "viem";
import type { ChainClient } from "../kernel/chain/chain.ts";
import { followLogs, type LogFollower } from "../kernel/chain/logs.ts";
import type { Store } from "../kernel/store/store.ts";
import { paymentChannelsAbi } from "../sdk/abis.generated.ts";
import { settledChannels } from "../sdk/channels/settledChannels.ts";
import type { VoucherTables } from "../vouchers/voucherTables.ts";
import type { ChannelBook } from "./channelBook.ts";

const abi = paymentChannelsAbi;
const events = [
  getAbiItem({ abi, name: "Opened" }),
  getAbiItem({ abi, name: "ToppedUp" }),
  getAbiItem({ abi, name: "Settled" }),
  getAbiItem({ abi, name: "CloseStarted" }),
  getAbiItem({ abi, name: "Closed" }),
] as const;

export type FollowChannelsOptions = {
  publicClient: ChainClient;
  store: Store<VoucherTables>;
  paymentChannels: Address;
  startBlock: bigint;
  channels: ChannelBook;
};

/** Tells the book of channels with news, up to the latest block: a close counts before it is final. */
export function followChannels(options: FollowChannelsOptions): LogFollower {
  const { publicClient, store, paymentChannels, startBlock, channels } = options;
  return followLogs({
    publicClient,
    store,
    name: "channels",
    address: paymentChannels,
    events,
    startBlock,
    finalityBlocks: 0,
    async onLogs(logs) {
      for (const log of logs) {
        const touched = log.eventName === "Settled" ? settledChannels(log.args.sums) : [log.args];
        for (const { channelId } of touched) channels.touch(channelId);
      }
    },
    async onRewind() {
      channels.touchAll();
    },
    onMissing: channels.touchAll,
  });
}
