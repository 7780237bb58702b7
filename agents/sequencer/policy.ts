// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import type { Payee } from "../sdk/chain/payee.ts";
import { type Channel, statusOfChannel } from "../sdk/channels/channel.ts";
import { etherValue, type Prices } from "../vouchers/prices.ts";
import { kindOf } from "../vouchers/settlementCall.ts";
import { groupsWithin, rowGas, settlementGas } from "../vouchers/settlementGas.ts";
import type { HeldVoucher } from "../vouchers/voucherTables.ts";

/** What a settlement is worth to the sequencer, which pays its gas and gets none of its money. */
export type ProfitRule = {
  prices: Prices;
  /** The payees whose vouchers are settled whatever the gas costs. */
  served: ReadonlySet<Payee>;
  /** The most that gas may cost, in bps of the settled amount; where a channel is closing, the whole amount. */
  gasUpToBps: bigint;
  /** The price of gas now, in wei. */
  feePerGasWei: bigint;
};

export type SettlementRules = {
  settleIdleSec: number;
  settleAfterSec: number;
  settleMinimumWei: bigint;
  /** Without a rule, every settlement is worth its gas. */
  profit: ProfitRule | undefined;
  settleMaxRows: number;
  /** The most gas that a settlement may take. */
  maxGas: bigint;
  /** The sequencer is shutting down, and settles everything above the least amount now. */
  stopping: boolean;
};

/** One `settle` or, of vouchers with ticks, `settleTicks` transaction. */
export type Settlement = {
  payee: Payee;
  token: Address;
  vouchers: HeldVoucher[];
  /** Paid to the payee, in wei. */
  amountWei: bigint;
  reason: "closing" | "stopping" | "idle" | "old";
};

type Owing = { voucher: HeldVoucher; owedWei: bigint; closesAt: number };

/**
 * Decides what to settle now: at most one transaction for each payee, token and kind of voucher, the most urgent first.
 * A pure function of the chain, the store and the time, so that a restart after a crash decides the same.
 *
 * @param channels The channels at the latest block. A missing channel is not settled.
 */
export function planSettlements(
  channels: ReadonlyMap<Hex, Channel>,
  vouchers: readonly HeldVoucher[],
  nowMs: number,
  rules: SettlementRules,
): Settlement[] {
  const owing = vouchers
    .flatMap((voucher) => owingOf(voucher, channels.get(voucher.channelId)))
    // a row that is not worth its own gas would live on the others' worth
    .filter((one) => isWorth(one, rowGas(one.voucher), one.closesAt !== 0, rules.profit));
  const plans = groupByPayee(owing).flatMap((group) => {
    const sorted = group.sort(byUrgency);
    const reason = whyNow(sorted, nowMs, rules);
    if (reason === undefined) return [];
    const settlement = settlementOf(sorted, reason, rules);
    const { vouchers, amountWei } = settlement;
    const whole = { voucher: vouchers[0]!, owedWei: amountWei };
    if (!isWorth(whole, settlementGas(vouchers), reason === "closing", rules.profit)) return [];
    return [{ deadline: deadlineOf(sorted[0]!), name: kindOf(sorted[0]!.voucher), settlement }];
  });
  plans.sort((a, b) => a.deadline - b.deadline || compare(a.name, b.name));
  return plans.map(({ settlement }) => settlement);
}

/** Splits a settlement that needs too much gas; one voucher cannot be split. */
export function halve(settlement: Settlement, channels: ReadonlyMap<Hex, Channel>): Settlement[] {
  const { vouchers: all } = settlement;
  const middle = Math.ceil(all.length / 2);
  return [all.slice(0, middle), all.slice(middle)].map((vouchers) => ({
    ...settlement,
    vouchers,
    amountWei: sum(vouchers.flatMap((voucher) => owingOf(voucher, channels.get(voucher.channelId)))),
  }));
}

function owingOf(voucher: HeldVoucher, channel: Channel | undefined): Owing[] {
  if (channel === undefined || channel.windowSec === 0) return [];
  const owedWei = payableWei(voucher.cumulative, channel.deposit) - channel.settled;
  const closesAt = statusOfChannel(channel) === "closing" ? channel.closesAt : 0;
  return owedWei > 0n ? [{ voucher, owedWei, closesAt }] : [];
}

/** The contract cuts a voucher at the deposit. */
function payableWei(cumulative: bigint, deposit: bigint): bigint {
  if (cumulative < deposit) return cumulative;
  return deposit;
}

/** Whether `gas` costs little enough beside what is owed to one payee in one token. */
function isWorth(
  { voucher, owedWei }: Pick<Owing, "voucher" | "owedWei">,
  gas: bigint,
  isClosing: boolean,
  profit: ProfitRule | undefined,
): boolean {
  const { payee, token } = voucher.key;
  if (profit === undefined || profit.served.has(payee)) return true;
  const upToBps = isClosing ? WHOLE_BPS : profit.gasUpToBps;
  return gas * profit.feePerGasWei * WHOLE_BPS <= etherValue(token, owedWei, profit.prices) * upToBps;
}

function groupByPayee(owing: readonly Owing[]): Owing[][] {
  const groups = new Map<string, Owing[]>();
  for (const one of owing) {
    const name = kindOf(one.voucher);
    const group = groups.get(name);
    if (group) group.push(one);
    else groups.set(name, [one]);
  }
  return [...groups.values()];
}

function whyNow(
  group: readonly Owing[],
  nowMs: number,
  rules: SettlementRules,
): Settlement["reason"] | undefined {
  if (group.some(({ closesAt }) => closesAt !== 0)) return "closing";
  if (sum(group) < rules.settleMinimumWei) return undefined;
  if (rules.stopping) return "stopping";
  const oldestMs = Math.min(...group.map(({ voucher }) => voucher.unsettledSinceMs));
  if (nowMs - oldestMs >= rules.settleAfterSec * 1000) return "old";
  const newestMs = Math.max(...group.map(({ voucher }) => voucher.acceptedMs));
  if (nowMs - newestMs >= rules.settleIdleSec * 1000) return "idle";
  return undefined;
}

function settlementOf(
  sorted: readonly Owing[],
  reason: Settlement["reason"],
  { settleMaxRows: maxRows, maxGas }: SettlementRules,
): Settlement {
  const [chosen] = groupsWithin(sorted, ({ voucher }) => voucher, { maxRows, maxGas }) as [Owing[]];
  const { payee, token } = chosen[0]!.voucher.key;
  return { payee, token, vouchers: chosen.map(({ voucher }) => voucher), amountWei: sum(chosen), reason };
}

/** Orders closing channels by their deadline, then the others by their debt. */
function byUrgency(a: Owing, b: Owing): number {
  if (deadlineOf(a) !== deadlineOf(b)) return deadlineOf(a) - deadlineOf(b);
  if (a.owedWei !== b.owedWei) return a.owedWei > b.owedWei ? -1 : 1;
  return compare(a.voucher.channelId, b.voucher.channelId);
}

const WHOLE_BPS = 10_000n;
const NO_DEADLINE = Number.MAX_SAFE_INTEGER;
const deadlineOf = ({ closesAt }: Owing) => closesAt || NO_DEADLINE;
const sum = (group: readonly Owing[]) => group.reduce((total, { owedWei }) => total + owedWei, 0n);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
