// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import { bumpedFees, type Fees, firstFees, type Market, plusTip } from "./fees.ts";

/** A transaction that a role wants mined now, with the fees it may cost. */
export type Offer = {
  to: Address;
  data: Hex;
  /** Wei of ether. */
  valueWei?: bigint;
  /** Gas limit. */
  gas: bigint;
  /** The transaction's name in logs and errors. */
  label: string;
  /** The role's names for the work that the transaction does; {@link Flight} lists the keys of pending offers. */
  keys: readonly string[];
  /** The highest offer, in wei per gas. */
  maxFeePerGasWei: bigint;
  /** The raise of a repeated offer, in percent; nodes refuse less than 12.5. */
  bumpPercent: number;
  /**
   * The only nonce of a transaction that must not be mined twice; `next` until the engine gives one. An offer without a
   * nonce moves to the lowest nonce that its urgency buys, and must be harmless when mined late or twice.
   */
  nonce?: number | "next";
};

/** An unmined nonce: its transaction, and the fees offered last. */
export type PendingNonce = Pick<Offer, "to" | "data" | "valueWei" | "gas"> & { fees: Fees };

export type Bid = { nonce: number; offer: Offer; fees: Fees };

export const LEAST_BUMP_PERCENT = 12.5;

/**
 * Decides the bids. New offers queue behind the pending nonces. When those are `stuck`, all offers are placed anew.
 * Nonces mine in order, so the most urgent of `offers`, which stands first, takes the lowest. Pure.
 *
 * @param pending The unmined nonces from `firstNonce` on; undefined for an unknown transaction.
 * @param balanceWei The most that all bids together may cost.
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
    // no transaction behind an empty nonce can be mined
    if (!bid && !before) break;
    if (bid) bids.push({ nonce, ...bid });
    // an offer that keeps its nonce is not placed a second time
    const seenTo = bid?.offer ?? left.find((offer) => standsOn(nonce, offer, before));
    if (seenTo) left.splice(left.indexOf(seenTo), 1);
    freeWei -= bid ? costWei(bid.offer, bid.fees) : costWei(before!, before!.fees);
  }
  return bids;
}

/** Whether two transactions make the same call. */
export const isSameCall = (
  a: Pick<Offer, "to" | "data">,
  b: Pick<Offer, "to" | "data"> | undefined,
): boolean => a.to === b?.to && a.data === b.data;

const mayStandOn = (nonce: number, offer: Offer, before: PendingNonce | undefined): boolean =>
  offer.nonce === "next" ? !before : offer.nonce === undefined || offer.nonce === nonce;

/** Whether the transaction on a nonce is the offer's: by its nonce, or, for an offer that may move, by its call. */
export const standsOn = (
  nonce: number,
  offer: Offer,
  before: Pick<Offer, "to" | "data"> | undefined,
): boolean => (offer.nonce === undefined ? isSameCall(offer, before) : offer.nonce === nonce);

const costWei = ({ gas, valueWei = 0n }: Pick<Offer, "gas" | "valueWei">, { maxFeePerGas }: Fees): bigint =>
  gas * maxFeePerGas + valueWei;

/** Doubles the tip of a transaction that covered the base fee and was still not mined, whatever the market says. */
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
    // only an offer that may move is in a hurry
    const asked = offer.nonce === undefined ? hurried : market;
    const fees = before ? raisedFees(before.fees, offer, asked, capWei) : firstFees(asked, capWei);
    if (fees) return { offer, fees };
  }
  return undefined;
}

/** Raises the fees by the offer's step, or up to its cap; undefined when nodes would refuse the replacement. */
function raisedFees(previous: Fees, offer: Offer, market: Market, capWei: bigint): Fees | undefined {
  const raised = bumpedFees(previous, market, Math.max(offer.bumpPercent, LEAST_BUMP_PERCENT), capWei);
  return raised ?? bumpedFees(previous, { ...market, maxFeePerGas: capWei }, LEAST_BUMP_PERCENT, capWei);
}
