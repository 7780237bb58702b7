// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import { bumpedFees, type Fees, firstFees, type Market, plusTip } from "./fees.ts";

/** A transaction that a role wants mined now, and what that is worth to the role. */
export type Offer = {
  to: Address;
  data: Hex;
  /** Wei of ether. */
  valueWei?: bigint;
  /** Gas limit. */
  gas: bigint;
  /** What people call the transaction, in logs and errors. */
  label: string;
  /** What the transaction sees to, by names of the role's choosing: told again for as long as it is under way. */
  keys: readonly string[];
  /** Never offers more than this per gas. */
  maxFeePerGasWei: bigint;
  /** By how much more to offer each time it was not mined, in percent; 12.5 at least, or nodes refuse it. */
  bumpPercent: number;
  /**
   * For a transaction that must not be mined twice: the only nonce that it may stand on, `next` until it has one.
   * Without it the offer moves to the lowest nonce that its urgency buys, and must be harmless mined late or twice.
   */
  nonce?: number | "next";
};

/** A nonce that is not mined yet: what stands on it, and what was offered last. */
export type PendingNonce = Pick<Offer, "to" | "data" | "valueWei" | "gas"> & { fees: Fees };

export type Bid = { nonce: number; offer: Offer; fees: Fees };

export const LEAST_BUMP_PERCENT = 12.5;

/**
 * Decides what to bid. New offers queue behind the nonces that are pending. When those are `stuck`, all are offered
 * anew: nonces mine in order, so `offers`, the most urgent first, take them from the lowest on. Pure.
 *
 * @param pending From `firstNonce`, the first that is not mined; undefined for one that nothing is known of.
 * @param balanceWei What all bids together may cost, at most.
 */
export function planBids({
  firstNonce,
  pending,
  offers,
  stuck,
  market,
  maxPending,
  balanceWei,
}: {
  firstNonce: number;
  pending: readonly (PendingNonce | undefined)[];
  offers: readonly Offer[];
  stuck: boolean;
  market: Market;
  maxPending: number;
  balanceWei: bigint;
}): Bid[] {
  const hurried = stuck ? tipRaised(market, pending[0]) : market;
  const bids: Bid[] = [];
  const left = [...offers];
  let freeWei = balanceWei;
  const end = Math.max(pending.length, Math.min(maxPending, pending.length + offers.length));
  for (let index = 0; index < end; index += 1) {
    const nonce = firstNonce + index;
    const before = pending[index];
    const fitting = left.filter((offer) => mayStandOn(nonce, offer, before));
    const bid = before && !stuck ? undefined : firstAffordable(fitting, before, { market, hurried, freeWei });
    // nothing behind a nonce that is empty can be mined
    if (!bid && !before) break;
    if (bid) bids.push({ nonce, ...bid });
    // what stays where it is is not offered a second time
    const seenTo = bid?.offer ?? left.find((offer) => standsOn(nonce, offer, before));
    if (seenTo) left.splice(left.indexOf(seenTo), 1);
    freeWei -= bid ? costWei(bid.offer, bid.fees) : costWei(before!, before!.fees);
  }
  return bids;
}

/** Whether two transactions do the same. */
export const isSameCall = (
  a: Pick<Offer, "to" | "data">,
  b: Pick<Offer, "to" | "data"> | undefined,
): boolean => a.to === b?.to && a.data === b.data;

const mayStandOn = (nonce: number, offer: Offer, before: PendingNonce | undefined): boolean =>
  offer.nonce === "next" ? !before : offer.nonce === undefined || offer.nonce === nonce;

/** Whether what stands on a nonce is the offer's: by its nonce, or, when it may move, by what it does. */
export const standsOn = (
  nonce: number,
  offer: Offer,
  before: Pick<Offer, "to" | "data"> | undefined,
): boolean => (offer.nonce === undefined ? isSameCall(offer, before) : offer.nonce === nonce);

const costWei = ({ gas, valueWei = 0n }: Pick<Offer, "gas" | "valueWei">, { maxFeePerGas }: Fees): bigint =>
  gas * maxFeePerGas + valueWei;

/** A transaction that could have paid the base fee and was not mined lacked a tip, whatever the market says: twice of it. */
function tipRaised(market: Market, first: PendingNonce | undefined): Market {
  if (!first || first.fees.maxFeePerGas < market.baseFeeWei) return market;
  const raisedWei = 2n * first.fees.maxPriorityFeePerGas - market.maxPriorityFeePerGas;
  return raisedWei > 0n ? { ...market, ...plusTip(market, raisedWei) } : market;
}

function firstAffordable(
  offers: readonly Offer[],
  before: PendingNonce | undefined,
  { market, hurried, freeWei }: { market: Market; hurried: Market; freeWei: bigint },
): Omit<Bid, "nonce"> | undefined {
  for (const offer of offers) {
    const forGasWei = freeWei - (offer.valueWei ?? 0n);
    const affordableWei = forGasWei > 0n ? forGasWei / offer.gas : 0n;
    const capWei = offer.maxFeePerGasWei < affordableWei ? offer.maxFeePerGasWei : affordableWei;
    if (market.baseFeeWei > capWei) continue;
    // only an offer that moves is in a hurry
    const asked = offer.nonce === undefined ? hurried : market;
    const fees = before ? raisedFees(before.fees, offer, asked, capWei) : firstFees(asked, capWei);
    if (fees) return { offer, fees };
  }
  return undefined;
}

/** As much more as the offer wants, or as its cap lets it, as long as nodes take it for a replacement. */
function raisedFees(previous: Fees, offer: Offer, market: Market, capWei: bigint): Fees | undefined {
  const raised = bumpedFees(previous, market, Math.max(offer.bumpPercent, LEAST_BUMP_PERCENT), capWei);
  return raised ?? bumpedFees(previous, { ...market, maxFeePerGas: capWei }, LEAST_BUMP_PERCENT, capWei);
}
