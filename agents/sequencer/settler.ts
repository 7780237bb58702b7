// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address } from "viem";
import type { ChainClient } from "../kernel/chain/chain.ts";
import type { ChainHead } from "../kernel/chain/head.ts";
import type { Logger } from "../kernel/process/log.ts";
import { needsLessGas } from "../kernel/tx/gasTrouble.ts";
import type { Sender } from "../kernel/tx/sender.ts";
import { kindOf, settlementCall } from "../vouchers/settlementCall.ts";
import { gasBudget } from "../vouchers/settlementGas.ts";
import type { VoucherStore } from "../vouchers/voucherStore.ts";
import type { ChainView } from "./chainView.ts";
import type { ChannelBook } from "./channelBook.ts";
import type { FixedRules } from "./config.ts";
import type { SequencerMetrics } from "./metrics.ts";
import { halve, planSettlements, type Settlement } from "./policy.ts";

const TIP_MS = 30_000;

export type SettlerOptions = {
  paymentChannels: Address;
  rules: FixedRules;
  publicClient: Pick<ChainClient, "estimateMaxPriorityFeePerGas">;
  head: Pick<ChainHead, "known">;
  view: ChainView;
  channels: ChannelBook;
  vouchers: VoucherStore;
  sender: Sender;
  metrics: SequencerMetrics;
  log: Logger;
  nowMs(): number;
};

/** Carries out the policy's settlements. Safe to repeat at any time, and to break off at any point. */
export function createSettler(options: SettlerOptions) {
  const {
    paymentChannels,
    rules,
    publicClient,
    head,
    view,
    channels,
    vouchers,
    sender,
    metrics,
    log,
    nowMs,
  } = options;
  let settledAtBlock = 0n;
  let hasRecovered = false;
  let tip: { wei: bigint; atMs: number } | undefined;

  async function settle(settlement: Settlement): Promise<void> {
    const { payee, vouchers: chosen } = settlement;
    try {
      await settleAtOnce(settlement);
    } catch (error) {
      if (chosen.length === 1 || !needsLessGas(error)) throw error;
      log.warn({ payee, channels: chosen.length, err: error }, "settlement halved: it needs too much gas");
      for (const half of halve(settlement, channels.latest())) await settle(half);
    }
  }

  async function settleAtOnce({ payee, token, vouchers: chosen, amountWei, reason }: Settlement) {
    const data = settlementCall({ payee, token, vouchers: chosen });
    const receipt = await sender.send({ to: paymentChannels, data, label: "settle channels" });
    settledAtBlock = receipt.blockNumber;
    metrics.settlements.inc();
    log.info(
      { payee, channels: chosen.length, amountWei, reason, tx: receipt.transactionHash },
      "channels settled",
    );
  }

  async function plan(stopping: boolean): Promise<Settlement[]> {
    const { gasLimit, baseFeeWei } = await head.known();
    const live = await vouchers.live();
    const planAt = (feePerGasWei: bigint) => {
      const profit = rules.profit && { ...rules.profit, feePerGasWei };
      const moment = { profit, maxGas: gasBudget(gasLimit), stopping };
      return planSettlements(channels.latest(), live, nowMs(), { ...rules, ...moment });
    };
    const plans = planAt(baseFeeWei);
    // the tip is asked for only where something may be due
    return rules.profit && plans.length > 0 ? planAt(baseFeeWei + (await tipWei())) : plans;
  }

  /** The usual tip, not older than half a minute. */
  async function tipWei(): Promise<bigint> {
    if (tip === undefined || nowMs() - tip.atMs > TIP_MS)
      tip = { wei: await publicClient.estimateMaxPriorityFeePerGas(), atMs: nowMs() };
    return tip.wei;
  }

  /** Settles all that is due; when `stopping`, everything above the least amount. */
  return async ({
    stopping = false,
    signal,
  }: {
    stopping?: boolean;
    signal?: AbortSignal;
  }): Promise<void> => {
    // with nothing due by what is known, the chain is not asked
    if (hasRecovered && !stopping && (await plan(stopping)).length === 0) return;
    // earlier settlements must be mined before the look, or they would be decided again
    await sender.recover();
    hasRecovered = true;
    await view.look(signal);
    // behind the last settlement, a lagging RPC would make the sequencer send it twice
    if (view.seenBlock() < settledAtBlock) return;
    const failures: unknown[] = [];
    const tried = new Set<string>();
    for (;;) {
      // anew after each: a channel that began to close meanwhile goes before all that can wait
      const next = (await plan(stopping)).find(({ vouchers: [first] }) => !tried.has(kindOf(first!)));
      if (next === undefined) break;
      tried.add(kindOf(next.vouchers[0]!));
      await settle(next).catch((error) => failures.push(error));
    }
    // one payee's failure stops no other's settlement; the first error says enough
    if (failures.length > 0) throw failures[0];
  };
}
