// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import type { ChainClient } from "../kernel/chain/chain.ts";
import { type Header, headOf } from "../kernel/chain/head.ts";
import type { LogFollower } from "../kernel/chain/logs.ts";
import { revertOf } from "../kernel/chain/revert.ts";
import type { Logger } from "../kernel/process/log.ts";
import type { Readiness } from "../kernel/process/readiness.ts";
import type { Offer } from "../kernel/tx/bids.ts";
import { type Flight, isAtRest } from "../kernel/tx/engine.ts";
import { needsLessGas } from "../kernel/tx/gasTrouble.ts";
import type { Sender } from "../kernel/tx/sender.ts";
import { MAX_TRANSACTION_GAS, requireGasCap } from "../kernel/tx/txErrors.ts";
import { paymentChannelsAbi } from "../sdk/abis.generated.ts";
import type { Channel } from "../sdk/channels/channel.ts";
import { etherValue } from "../vouchers/prices.ts";
import { settlementCall } from "../vouchers/settlementCall.ts";
import { gasBudget, settlementGas } from "../vouchers/settlementGas.ts";
import type { VoucherStore } from "../vouchers/voucherStore.ts";
import type { HeldVoucher } from "../vouchers/voucherTables.ts";
import type { ClosingBook } from "./closingBook.ts";
import type { Closings } from "./closings.ts";
import type { WatchtowerMetrics } from "./metrics.ts";
import { type Defence, type DefenceRules, owedWei, planDefences } from "./policy.ts";
import type { SweepChannels } from "./sweepChannels.ts";

/** The time between looks at the tower's ether while nothing is to be done. */
const FUNDS_EVERY_MS = 600_000;

export type DefendOptions = {
  publicClient: ChainClient;
  paymentChannels: Address;
  follower: LogFollower;
  closings: Closings;
  book: ClosingBook;
  sweep: Pick<SweepChannels, "run">;
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
  const head = headOf(publicClient);
  let flight: Flight | undefined;
  let fundsAtMs = Number.NEGATIVE_INFINITY;

  /** Whether no transaction of the tower's is under way, so that only a close gives it work. */
  const isIdle = (vouchers: readonly HeldVoucher[]): boolean => vouchers.length === 0 && isAtRest(flight);

  return async (signal?: AbortSignal): Promise<{ head: bigint }> => {
    const wasIdle = isIdle(await closings.vouchers());
    // pending settlements are looked at before the chain, or they would be decided again
    if (!wasIdle) flight = await sender.look();
    const { nextBlock } = await options.follower.poll(signal);
    const block = await head.at(nextBlock - 1n, await head.known());
    await options.sweep.run(block);
    const vouchers = await closings.vouchers();
    const failures: unknown[] = [];
    if (!isIdle(vouchers)) {
      if (wasIdle) flight = await sender.look();
      failures.push(...(await defend(block, vouchers, flight!)));
    } else report([], block.timestamp, options.nowSec());
    if (!isIdle(vouchers) || performance.now() - fundsAtMs > FUNDS_EVERY_MS) await checkFunds(block);
    if (failures.length > 0) throw failures[0];
    return { head: block.number };
  };

  /** Carries out the policy's defences under `block`, and returns what failed. */
  async function defend(
    block: Header,
    vouchers: readonly HeldVoucher[],
    now: Flight,
  ): Promise<readonly unknown[]> {
    const ids = vouchers.map(({ channelId }) => channelId);
    const failures = await book.refresh(ids, block.number);
    // the last block may be old, or the chain's clock ahead: the later time is the careful one
    const nowSec = Math.max(block.timestamp, options.nowSec());

    report(vouchers, block.timestamp, nowSec);
    const view = {
      channels: book.channels,
      baseFeeWei: block.baseFeeWei,
      maxGas: gasBudget(block.gasLimit),
    };
    const defences = planDefences(view, vouchers, nowSec, rules, now.keys);
    if (options.dryRun)
      for (const defence of defences) log.info(summaryOf(defence), "dry run: settlement not sent");
    // behind the tower's own mined settlement, a lagging node would make the tower pay twice
    else if (block.number >= now.minedBlock) {
      const offers = await offersOf(defences.slice(0, options.maxTransactions), failures);
      if (offers.length > 0 || now.stuck) await sender.offer(offers, now);
      for (const defence of defences) log.debug(summaryOf(defence), "settlement offered");
    }
    return failures;
  }

  async function offersOf(defences: readonly Defence[], failures: unknown[]): Promise<Offer[]> {
    const results = await Promise.allSettled(defences.map(offersFor));
    return results.flatMap((result) => {
      if (result.status === "fulfilled") return result.value;
      failures.push(result.reason);
      return [];
    });
  }

  /** The offer of a defence; of its halves, while a node finds that too much gas is needed. */
  async function offersFor(defence: Defence): Promise<Offer[]> {
    try {
      return [await offerOf(defence)];
    } catch (error) {
      const { vouchers } = defence;
      if (vouchers.length === 1 || !needsLessGas(error)) throw error;
      const middle = Math.ceil(vouchers.length / 2);
      const halves = [vouchers.slice(0, middle), vouchers.slice(middle)];
      const offers = halves.map((half) =>
        offersFor({ ...defence, vouchers: half, gas: settlementGas(half) }),
      );
      return (await Promise.all(offers)).flat();
    }
  }

  async function offerOf(defence: Defence): Promise<Offer> {
    const { payee, vouchers, bumpPercent } = defence;
    const data = settlementCall(defence);
    const call = { account: sender.address, to: paymentChannels, data };
    const estimate = await publicClient.estimateGas(call).catch((error) => {
      const revert = revertOf(error, paymentChannelsAbi);
      throw revert
        ? new Error(`A settlement for ${payee} would revert: ${revert.text}.`, { cause: error })
        : error;
    });
    // a lagging node may skip rows that will cost gas
    const gas = max((estimate * 6n) / 5n, defence.gas);
    requireGasCap({ label: "settle", gas: estimate });
    const budgetWei = defence.maxFeePerGasWei * defence.gas;
    return {
      to: paymentChannels,
      data,
      gas: gas < MAX_TRANSACTION_GAS ? gas : MAX_TRANSACTION_GAS,
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

  async function checkFunds({ baseFeeWei, gasLimit }: Header): Promise<void> {
    const balanceWei = await publicClient.getBalance({ address: sender.address });
    fundsAtMs = performance.now();
    const fullGas = settlementGas(Array(rules.maxRows).fill({}));
    const neededWei = min(fullGas, gasBudget(gasLimit)) * baseFeeWei;
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

const min = (a: bigint, b: bigint) => (a < b ? a : b);
const max = (a: bigint, b: bigint) => (a > b ? a : b);
