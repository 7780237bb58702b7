// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, type Block, concatHex, encodeFunctionData, type Hex } from "viem";
import type { ChainClient } from "../kernel/chain/chain.ts";
import type { LogFollower } from "../kernel/chain/logs.ts";
import { revertOf } from "../kernel/chain/revert.ts";
import type { Logger } from "../kernel/process/log.ts";
import type { Readiness } from "../kernel/process/readiness.ts";
import type { Offer } from "../kernel/tx/bids.ts";
import type { Sender } from "../kernel/tx/sender.ts";
import { paymentChannelsAbi } from "../sdk/abis.generated.ts";
import type { Channel } from "../sdk/channels/channel.ts";
import { packRow } from "../sdk/channels/voucherRow.ts";
import { etherValue } from "../vouchers/prices.ts";
import type { VoucherStore } from "../vouchers/voucherStore.ts";
import type { HeldVoucher } from "../vouchers/voucherTables.ts";
import type { ClosingBook } from "./closingBook.ts";
import type { Closings } from "./closings.ts";
import type { WatchtowerMetrics } from "./metrics.ts";
import { type Defence, type DefenceRules, gasOf, owedWei, planDefences } from "./policy.ts";

export type DefendOptions = {
  publicClient: ChainClient;
  paymentChannels: Address;
  follower: LogFollower;
  closings: Closings;
  book: ClosingBook;
  sender: Sender;
  rules: DefenceRules;
  maxTransactions: number;
  dryRun: boolean;
  metrics: WatchtowerMetrics;
  /** `funds`: ether for the next settlement. `deadlines`: time for every closing channel. */
  readiness: Readiness;
  log: Logger;
  nowSec(): number;
};

/** Looks at the chain, and carries out the policy's defences. Safe to repeat at any time, and to break off anywhere. */
export function createDefend(options: DefendOptions) {
  const { publicClient, paymentChannels, closings, book, sender, rules, metrics, log } = options;
  const checks = { funds: options.readiness.check("funds"), deadlines: options.readiness.check("deadlines") };
  const watched = new Map<Hex, { amountWei: bigint; closesAt: number }>();

  return async (signal?: AbortSignal): Promise<{ head: bigint }> => {
    // pending settlements are looked at before the chain, or they would be decided again
    const flight = await sender.look();
    const { nextBlock } = await options.follower.poll(signal);
    const head = nextBlock - 1n;
    const block = await publicClient.getBlock({ blockNumber: head });
    const vouchers = await closings.vouchers();
    const ids = vouchers.map(({ channelId }) => channelId);
    const failures = await book.refresh(ids, head);
    // the last block may be old, or the chain's clock ahead: the later time is the careful one
    const nowSec = Math.max(Number(block.timestamp), options.nowSec());

    report(vouchers, Number(block.timestamp), nowSec);
    const view = { channels: book.channels, baseFeeWei: block.baseFeePerGas ?? 0n };
    const defences = planDefences(view, vouchers, nowSec, rules, flight.keys);
    if (options.dryRun)
      for (const defence of defences) log.info(summaryOf(defence), "dry run: settlement not sent");
    // behind the tower's own mined settlement, a lagging node would make the tower pay twice
    else if (head >= flight.minedBlock) {
      const offers = await offersOf(defences.slice(0, options.maxTransactions), failures);
      if (offers.length > 0 || flight.stuck) await sender.offer(offers, flight);
      for (const defence of defences) log.debug(summaryOf(defence), "settlement offered");
    }
    await checkFunds(block);
    if (failures.length > 0) throw failures[0];
    return { head };
  };

  async function offersOf(defences: readonly Defence[], failures: unknown[]): Promise<Offer[]> {
    const results = await Promise.allSettled(defences.map(offerOf));
    return results.flatMap((result) => {
      if (result.status === "fulfilled") return [result.value];
      failures.push(result.reason);
      return [];
    });
  }

  async function offerOf(defence: Defence): Promise<Offer> {
    const { payee, token, vouchers, bumpPercent } = defence;
    const rows = concatHex(vouchers.map(({ key, ...voucher }) => packRow({ ...key, ...voucher })));
    const args = [payee, token, rows] as const;
    const data = encodeFunctionData({ abi: paymentChannelsAbi, functionName: "settle", args });
    const call = { account: sender.address, to: paymentChannels, data };
    const estimate = await publicClient.estimateGas(call).catch((error) => {
      const revert = revertOf(error, paymentChannelsAbi);
      throw revert
        ? new Error(`A settlement for ${payee} would revert: ${revert.text}.`, { cause: error })
        : error;
    });
    // a lagging node may skip rows that will cost gas
    const gas = max((estimate * 6n) / 5n, defence.gas);
    const budgetWei = defence.maxFeePerGasWei * defence.gas;
    return {
      to: paymentChannels,
      data,
      gas,
      label: `settle ${vouchers.length} for ${payee}`,
      keys: vouchers.map(({ channelId }) => channelId),
      maxFeePerGasWei: estimate > defence.gas ? budgetWei / estimate : defence.maxFeePerGasWei,
      bumpPercent,
    };
  }

  /** Logs news of the channels, and sets the metrics. */
  function report(vouchers: readonly HeldVoucher[], chainSec: number, nowSec: number): void {
    let atStakeWei = 0n;
    let firstDeadline = Number.POSITIVE_INFINITY;
    const late: Hex[] = [];
    const seen = new Set<Hex>();
    for (const voucher of vouchers) {
      const { channelId, key } = voucher;
      const channel = book.channels.get(channelId);
      const amountWei = channel?.closesAt ? owedWei(voucher, channel) : 0n;
      if (!channel || amountWei === 0n) continue;
      seen.add(channelId);
      const { closesAt, windowSec } = channel;
      if (watched.get(channelId)?.closesAt !== closesAt)
        log.info(
          { channelId, payee: key.payee, amountWei, closesAt, secondsLeft: closesAt - nowSec },
          "payer started a close",
        );
      watched.set(channelId, { amountWei, closesAt });
      const stake = etherValue(key.token, amountWei, rules.prices);
      atStakeWei += stake;
      firstDeadline = Math.min(firstDeadline, closesAt);
      if (4 * (closesAt - nowSec) < windowSec) late.push(channelId);
    }
    for (const [channelId, { amountWei, closesAt }] of watched) {
      if (seen.has(channelId)) continue;
      watched.delete(channelId);
      const channel = book.channels.get(channelId);
      // otherwise the channel was closed, as forgetClosed logs at finality, or a reorg took the close back
      if (!channel?.closesAt) continue;
      const marginSec = closesAt - chainSec;
      log.info({ channelId, amountWei, marginSec }, "channel defended");
      metrics.defended.inc();
      metrics.marginSeconds.observe(marginSec);
    }
    metrics.closings.set(seen.size);
    metrics.atStakeWei.set(Number(atStakeWei));
    metrics.leastSecondsLeft.set(seen.size > 0 ? firstDeadline - nowSec : 0);
    if (late.length === 0) checks.deadlines.ok();
    else
      checks.deadlines.fail(
        `${late.length} undefended channels are in the last quarter of their window, such as ${late[0]}`,
      );
  }

  async function checkFunds({ baseFeePerGas }: Pick<Block, "baseFeePerGas">): Promise<void> {
    const balanceWei = await publicClient.getBalance({ address: sender.address });
    const neededWei = gasOf(rules.maxRows) * (baseFeePerGas ?? 0n);
    if (balanceWei >= neededWei) checks.funds.ok();
    else
      checks.funds.fail(
        `${sender.address} holds ${balanceWei} wei of ether; a full settlement costs ${neededWei}`,
      );
  }
}

export type ForgetOptions = Pick<DefendOptions, "publicClient" | "closings" | "metrics" | "log"> & {
  finalityBlocks: number;
  vouchers: Pick<VoucherStore, "find">;
  readChannel(channelId: Hex): Promise<Channel>;
};

/** Forgets channels whose close is final, and logs the lost ones. */
export async function forgetClosed(options: ForgetOptions, head: bigint): Promise<void> {
  const { publicClient, closings, metrics, log, finalityBlocks } = options;
  for (const { channelId, block, closesAt } of await closings.closed(head - BigInt(finalityBlocks))) {
    const voucher = await options.vouchers.find(channelId);
    if (voucher) {
      const amountWei = owedWei(voucher, await options.readChannel(channelId));
      const { timestamp } = await publicClient.getBlock({ blockNumber: block });
      // before the deadline only the payee can close, at any amount
      const finalized = closesAt !== 0 && Number(timestamp) >= closesAt;
      if (finalized && amountWei > 0n) {
        metrics.lost.inc();
        log.error(
          { channelId, payee: voucher.key.payee, amountWei },
          "channel lost: finalized before its voucher was settled",
        );
      } else log.info({ channelId, amountWei }, "channel closed for good");
    }
    await closings.forget(channelId);
  }
}

const summaryOf = ({ payee, vouchers, amountWei, stakeWei, closesAt, maxFeePerGasWei }: Defence) => ({
  payee,
  channels: vouchers.length,
  amountWei,
  stakeWei,
  closesAt,
  maxFeePerGasWei,
});

const max = (a: bigint, b: bigint) => (a > b ? a : b);
