// SPDX-License-Identifier: GPL-3.0-or-later
import type { Kysely } from "kysely";
import { type Address, getAbiItem } from "viem";
import type { ChainClient } from "../kernel/chain/chain.ts";
import { type DecodedLogs, followLogs, type LogFollower } from "../kernel/chain/logs.ts";
import type { Store } from "../kernel/store/store.ts";
import { paymentChannelsAbi, streamingProtocolAbi } from "../sdk/abis.generated.ts";
import type { Payee } from "../sdk/chain/payee.ts";
import { settledChannels } from "../sdk/channels/settledChannels.ts";
import { keyHashOf } from "../sdk/streams/streamId.ts";
import type { ChannelBook } from "./channelBook.ts";
import { forgetOpenings, recordEnd, recordOpening, type SequencerTables } from "./openings.ts";

const abi = paymentChannelsAbi;
const events = [
  getAbiItem({ abi, name: "Opened" }),
  getAbiItem({ abi, name: "ToppedUp" }),
  getAbiItem({ abi, name: "Settled" }),
  getAbiItem({ abi, name: "CloseStarted" }),
  getAbiItem({ abi, name: "Closed" }),
  getAbiItem({ abi: streamingProtocolAbi, name: "StreamOpened" }),
  getAbiItem({ abi: streamingProtocolAbi, name: "StreamCancelled" }),
] as const;

export type FollowChannelsOptions = {
  publicClient: ChainClient;
  store: Store<SequencerTables>;
  paymentChannels: Address;
  streamingProtocol: Address;
  startBlock: bigint;
  /** The payees whose openings are listed; all by default. */
  payees: readonly Payee[] | undefined;
  channels: ChannelBook;
};

type Log = DecodedLogs<typeof events>[number];

/** Tells the book of channels with news, up to the latest block: a close counts before it is final. Lists what was opened. */
export function followChannels(options: FollowChannelsOptions): LogFollower {
  const { publicClient, store, paymentChannels, streamingProtocol, startBlock, payees, channels } = options;
  const served = payees && new Set(payees);
  return followLogs({
    publicClient,
    store,
    // it was "channels" before openings were listed: they are of the chain's whole life
    name: "openings",
    address: [paymentChannels, streamingProtocol],
    events,
    startBlock,
    finalityBlocks: 0,
    async onLogs(logs, { trx }) {
      for (const log of logs) {
        touch(log, channels);
        await list(trx, log, served);
      }
    },
    async onRewind(fromBlock, { trx }) {
      channels.touchAll();
      await forgetOpenings(trx, fromBlock);
    },
    onMissing: channels.touchAll,
  });
}

function touch(log: Log, channels: ChannelBook): void {
  if (log.eventName === "StreamOpened" || log.eventName === "StreamCancelled") return;
  const touched = log.eventName === "Settled" ? settledChannels(log.args.sums) : [log.args];
  for (const { channelId } of touched) channels.touch(channelId);
}

async function list(db: Kysely<SequencerTables>, log: Log, served: ReadonlySet<Payee> | undefined) {
  const block = log.blockNumber;
  if (log.eventName === "Closed") return recordEnd(db, log.args.channelId, block);
  if (log.eventName === "StreamCancelled") return recordEnd(db, log.args.keyHash, block);
  if (log.eventName !== "Opened" && log.eventName !== "StreamOpened") return;
  if (served && !served.has(log.args.payee)) return;
  if (log.eventName === "Opened") {
    const { channelId, payer, payee, token, salt, sessionKey } = log.args;
    const key = { owner: payer, payee, token, salt, sessionKey };
    return recordOpening(db, { kind: "channel", id: channelId, ...key, block });
  }
  const { id: streamId, viewer, payee, token } = log.args;
  const id = keyHashOf({ id: streamId, payee, token });
  return recordOpening(db, { kind: "stream", id, streamId, owner: viewer, payee, token, block });
}
