// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import type { Payee } from "../sdk/chain/payee.ts";
import { type Channel, statusOfChannel } from "../sdk/channels/channel.ts";
import { etherValue, type Prices } from "../vouchers/prices.ts";
import { kindOf } from "../vouchers/settlementCall.ts";
import { groupsWithin, rowGas, settlementGas } from "../vouchers/settlementGas.ts";
import type { HeldVoucher } from "../vouchers/voucherTables.ts";
import { budgetWei, bumpPercent, maxFee, type Stake } from "./feeCurve.ts";

export type DefenceRules = {
  /** Prices by token, in lower case. A channel in another token is not defended. */
  prices: Prices;
  payUpToBps: bigint;
  maxFeePerGasWei: bigint;
  /** The most channels in one transaction. */
  maxRows: number;
};

/** The chain at one block. */
export type ChainView = {
  /** The closing channels; a missing one is not defended. */
  channels: ReadonlyMap<Hex, Channel>;
  baseFeeWei: bigint;
  /** The most gas that a settlement may take. */
  maxGas: bigint;
};

/** One `settle` or, of vouchers with ticks, `settleTicks` transaction. */
export type Defence = {
  payee: Payee;
  token: Address;
  /** Ordered by deadline, then by stake, the largest first. */
  vouchers: HeldVoucher[];
  /** Paid to the payee, in wei of the token. */
  amountWei: bigint;
  /** The same, in wei of ether. */
  stakeWei: bigint;
  /** The first deadline, in seconds. */
  closesAt: number;
  /** The expected gas. */
  gas: bigint;
  maxFeePerGasWei: bigint;
  bumpPercent: number;
};

/** The least tip for which a builder takes a transaction, per gas. */
const LEAST_TIP_WEI = 1n;

type Threat = { voucher: HeldVoucher; owedWei: bigint; stake: Stake; closesAt: number };

/**
 * Decides what to settle now, the first deadline first, then the largest stake. A pure function of the chain, the store
 * and the time, so that a restart after a crash or a reorg decides the same. A channel below its gas cost is left out
 * until a later look.
 *
 * @param underway Channels that a pending transaction settles already.
 */
export function planDefences(
  { channels, baseFeeWei, maxGas }: ChainView,
  vouchers: readonly HeldVoucher[],
  nowSec: number,
  rules: DefenceRules,
  underway: ReadonlySet<string> = new Set(),
): Defence[] {
  const priceWei = baseFeeWei + LEAST_TIP_WEI;
  const threats = vouchers
    .filter(({ channelId }) => !underway.has(channelId))
    .flatMap((voucher) => threatOf(voucher, channels.get(voucher.channelId), nowSec, rules))
    .filter(({ stake, voucher }) => budgetWei(stake) >= rowGas(voucher) * priceWei)
    .sort(byUrgency);
  return groupByKind(threats)
    .flatMap((group) => groupsWithin(group, ({ voucher }) => voucher, { maxRows: rules.maxRows, maxGas }))
    .map((chunk) => defenceOf(chunk, rules))
    .filter(({ maxFeePerGasWei }) => maxFeePerGasWei >= priceWei)
    .sort(
      (a, b) =>
        a.closesAt - b.closesAt ||
        descending(a.stakeWei, b.stakeWei) ||
        ascending(a.vouchers[0]!.channelId, b.vouchers[0]!.channelId),
    );
}

/** The unsettled debt of a closing channel, in wei of its token: without a defence, the payer takes it back. */
export function owedWei(
  { cumulative }: Pick<HeldVoucher, "cumulative">,
  { deposit, settled }: Channel,
): bigint {
  // the contract cuts a voucher at the deposit
  const payable = cumulative < deposit ? cumulative : deposit;
  return payable > settled ? payable - settled : 0n;
}

function threatOf(
  voucher: HeldVoucher,
  channel: Channel | undefined,
  nowSec: number,
  { prices, payUpToBps }: DefenceRules,
): Threat[] {
  if (channel === undefined || statusOfChannel(channel) !== "closing") return [];
  const owed = owedWei(voucher, channel);
  if (owed === 0n) return [];
  const { closesAt, windowSec } = channel;
  const stake = {
    stakeWei: etherValue(voucher.key.token, owed, prices),
    secondsLeft: closesAt - nowSec,
    windowSec,
    payUpToBps,
  };
  return [{ voucher, owedWei: owed, stake, closesAt }];
}

function groupByKind(threats: readonly Threat[]): Threat[][] {
  const groups = new Map<string, Threat[]>();
  for (const threat of threats) {
    const kind = kindOf(threat.voucher);
    const group = groups.get(kind);
    if (group) group.push(threat);
    else groups.set(kind, [threat]);
  }
  return [...groups.values()];
}

function defenceOf(threats: readonly Threat[], { maxFeePerGasWei: capWei }: DefenceRules): Defence {
  const [first] = threats as [Threat, ...Threat[]];
  const { payee, token } = first.voucher.key;
  const gas = settlementGas(threats.map(({ voucher }) => voucher));
  const stakes = threats.map(({ stake }) => stake);
  return {
    payee,
    token,
    vouchers: threats.map(({ voucher }) => voucher),
    amountWei: threats.reduce((sum, { owedWei }) => sum + owedWei, 0n),
    stakeWei: stakes.reduce((sum, { stakeWei }) => sum + stakeWei, 0n),
    closesAt: first.closesAt,
    gas,
    maxFeePerGasWei: maxFee({ stakes, gas, capWei }),
    bumpPercent: bumpPercent(first.stake),
  };
}

const byUrgency = (a: Threat, b: Threat) =>
  a.closesAt - b.closesAt ||
  descending(a.stake.stakeWei, b.stake.stakeWei) ||
  ascending(a.voucher.channelId, b.voucher.channelId);
const descending = (a: bigint, b: bigint) => (a > b ? -1 : a < b ? 1 : 0);
const ascending = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
