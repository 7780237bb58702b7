// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, concatHex, encodeFunctionData, type Hex } from "viem";
import type { Logger } from "../kernel/process/log.ts";
import type { Sender } from "../kernel/tx/sender.ts";
import { paymentChannelsAbi } from "../sdk/abis.generated.ts";
import { packTickRow } from "../sdk/channels/tickRow.ts";
import { packRow } from "../sdk/channels/voucherRow.ts";
import type { VoucherStore } from "../vouchers/voucherStore.ts";
import { type HeldVoucher, signedCumulative } from "../vouchers/voucherTables.ts";
import type { ChainView } from "./chainView.ts";
import type { ChannelBook } from "./channelBook.ts";
import type { SequencerMetrics } from "./metrics.ts";
import { planSettlements, type Settlement, type SettlementRules } from "./policy.ts";

export type SettlerOptions = {
  paymentChannels: Address;
  rules: Omit<SettlementRules, "stopping">;
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
  const { paymentChannels, rules, view, channels, vouchers, sender, metrics, log, nowMs } = options;
  let settledAtBlock = 0n;

  async function settle({ payee, token, vouchers: chosen, amountWei, reason }: Settlement): Promise<void> {
    const data = encodeFunctionData({
      abi: paymentChannelsAbi,
      // the policy never mixes the two kinds
      functionName: chosen[0]?.ticks ? "settleTicks" : "settle",
      args: [payee, token, concatHex(chosen.map(rowOf))],
    });
    const receipt = await sender.send({ to: paymentChannels, data, label: "settle channels" });
    settledAtBlock = receipt.blockNumber;
    metrics.settlements.inc();
    log.info(
      { payee, channels: chosen.length, amountWei, reason, tx: receipt.transactionHash },
      "channels settled",
    );
  }

  /** Settles all that is due; when `stopping`, everything above the least amount. */
  return async ({
    stopping = false,
    signal,
  }: {
    stopping?: boolean;
    signal?: AbortSignal;
  }): Promise<void> => {
    // earlier settlements must be mined before the look, or they would be decided again
    await sender.recover();
    await view.look(signal);
    // behind the last settlement, a lagging RPC would make the sequencer send it twice
    if (view.seenBlock() < settledAtBlock) return;
    const live = await vouchers.live();
    const plans = planSettlements(channels.latest(), live, nowMs(), { ...rules, stopping });
    const failures: unknown[] = [];
    for (const plan of plans) await settle(plan).catch((error) => failures.push(error));
    // one payee's failure stops no other's settlement; the first error says enough
    if (failures.length > 0) throw failures[0];
  };
}

function rowOf({ key, ticks, ...voucher }: HeldVoucher): Hex {
  if (!ticks) return packRow({ ...key, ...voucher });
  return packTickRow({ ...key, ...voucher, ...ticks, cumulative: signedCumulative({ ...voucher, ticks }) });
}
