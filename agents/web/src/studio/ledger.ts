// SPDX-License-Identifier: GPL-3.0-or-later
// What the chain's logs say that payees earned and took.
import { getBlock } from "viem/actions";
import { SettledEvent } from "../../../sdk/abis/paymentChannels.generated.ts";
import { ClaimedEvent, CreditedEvent } from "../../../sdk/abis/splitRollup.generated.ts";
import { addressOf, startBlockOf } from "../../../sdk/chain/deployment.ts";
import { parsePayee, payeeOfSplit } from "../../../sdk/chain/payee.ts";
import { readEvents } from "../../../sdk/chain/readEvents.ts";
import type { Reader } from "../deployment.ts";
import { type Claim, creditsOf, type Earning, settlementsOf } from "./revenue.ts";

export type Ledger = { earnings: Earning[]; claims: Claim[] };

/** Splits earn by credits, whatever paid them; an address is counted by its channels. */
export async function readLedger(client: Reader): Promise<Ledger> {
  const fromBlock = startBlockOf(client.chain);
  const rollup = addressOf(client.chain, "splitRollup");
  const [credited, claimed, settled] = await Promise.all([
    readEvents(client, { abi: [CreditedEvent], address: rollup, eventName: "Credited", fromBlock }),
    readEvents(client, { abi: [ClaimedEvent], address: rollup, eventName: "Claimed", fromBlock }),
    readEvents(client, {
      abi: [SettledEvent],
      address: addressOf(client.chain, "paymentChannels"),
      eventName: "Settled",
      fromBlock,
    }),
  ]);
  const stream = addressOf(client.chain, "streamToken").toLowerCase();
  const direct = settled.filter(
    ({ args }) => args.token.toLowerCase() === stream && parsePayee(args.payee).kind === "address",
  );
  const timeOf = await timesOf(client, [...credited, ...direct]);
  return {
    earnings: [
      ...credited.flatMap((log) => creditsOf(log.args.segment, log.args.link, timeOf(log))),
      ...settlementsOf(direct.map((log) => ({ ...log.args, atSec: timeOf(log) }))),
    ],
    claims: claimed.map(({ args }) => ({
      payee: payeeOfSplit(args.split),
      position: args.position,
      recipient: args.recipient,
      paidWei: args.paid,
    })),
  };
}

type Dated = { blockNumber: bigint; blockTimestamp?: bigint | undefined };

/** The time of each log, in seconds: from the log itself, or from its block where the node leaves the time out. */
async function timesOf(client: Reader, logs: readonly Dated[]): Promise<(log: Dated) => number> {
  const missing = new Set(
    logs.filter((log) => log.blockTimestamp === undefined).map((log) => log.blockNumber),
  );
  const blocks = await Promise.all([...missing].map((blockNumber) => getBlock(client, { blockNumber })));
  const known = new Map(blocks.map(({ number, timestamp }) => [number, timestamp]));
  return ({ blockTimestamp, blockNumber }) => Number(blockTimestamp ?? known.get(blockNumber) ?? 0n);
}
