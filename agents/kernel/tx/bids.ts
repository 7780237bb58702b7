// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import { bumpedFees, type Fees, firstFees, type Market } from "./fees.ts";

/** A transaction that a role wants mined now, and what that is worth to it. */
export type Offer = {
  to: Address;
  data: Hex;
  /** Gas limit. */
  gas: bigint;
  /** What people call it, in logs and errors. */
  label: string;
  /** What it sees to, by names of the role's choosing: told again for as long as it is under way. */
  keys: readonly string[];
  /** Never offers more than this per gas. */
  maxFeePerGasWei: bigint;
  /** By how much more to offer each time it was not mined, in percent; 12.5 at least, or nodes refuse it. */
  bumpPercent: number;
};

/** A nonce that is not mined yet: what was offered for it last. */
export type Slot = Pick<Offer, "data" | "gas"> & { fees: Fees };

/** An offer for the slot with this index; one that there was not yet takes the next nonce. */
export type Bid = { slot: number; offer: Offer; fees: Fees };

const LEAST_BUMP_PERCENT = 12.5;

/**
 * Decides what to bid. New offers queue behind the slots that are under way. When those are `stuck`, all are offered
 * anew, so that `offers`, the most urgent first, take the slots from the first on: a nonce is worth whatever stands
 * on it, and what is cheap must not hold up what is precious. Pure.
 *
 * @param slots From the first nonce that is not mined; undefined for one that nothing is known of.
 * @param balanceWei What all bids together may cost, at most.
 */
export function planBids({
  slots,
  offers,
  stuck,
  market,
  maxSlots,
  balanceWei,
}: {
  slots: readonly (Slot | undefined)[];
  offers: readonly Offer[];
  stuck: boolean;
  market: Market;
  maxSlots: number;
  balanceWei: bigint;
}): Bid[] {
  const asked = stuck ? tipRaised(market, slots[0]) : market;
  const bids: Bid[] = [];
  const left = [...offers];
  let freeWei = balanceWei;
  const end = Math.max(slots.length, Math.min(maxSlots, slots.length + offers.length));
  for (let slot = 0; slot < end; slot += 1) {
    const before = slots[slot];
    const bid = before && !stuck ? undefined : firstThatFits(left, before, asked, freeWei);
    // a nonce that nothing stands on keeps all behind it from being mined
    if (!bid && !before) break;
    if (bid) bids.push({ slot, ...bid });
    // what stays where it is is not offered a second time
    const seenTo = bid?.offer ?? left.find(({ data }) => data === before?.data);
    if (seenTo) left.splice(left.indexOf(seenTo), 1);
    freeWei -= bid ? bid.offer.gas * bid.fees.maxFeePerGas : before!.gas * before!.fees.maxFeePerGas;
  }
  return bids;
}

/** What could have paid the base fee and was not mined lacked a tip, whatever the market says: all need twice of it. */
function tipRaised(market: Market, first: Slot | undefined): Market {
  if (!first || first.fees.maxFeePerGas < market.baseFeeWei) return market;
  const raisedWei = 2n * first.fees.maxPriorityFeePerGas - market.maxPriorityFeePerGas;
  if (raisedWei <= 0n) return market;
  return {
    ...market,
    maxFeePerGas: market.maxFeePerGas + raisedWei,
    maxPriorityFeePerGas: market.maxPriorityFeePerGas + raisedWei,
  };
}

function firstThatFits(
  offers: readonly Offer[],
  before: Slot | undefined,
  market: Market,
  freeWei: bigint,
): Omit<Bid, "slot"> | undefined {
  for (const offer of offers) {
    const affordableWei = freeWei > 0n ? freeWei / offer.gas : 0n;
    const capWei = offer.maxFeePerGasWei < affordableWei ? offer.maxFeePerGasWei : affordableWei;
    if (market.baseFeeWei > capWei) continue;
    const fees = before ? raisedFees(before.fees, offer, market, capWei) : firstFees(market, capWei);
    if (fees) return { offer, fees };
  }
  return undefined;
}

/** As much more as the offer wants, or as its cap lets it, as long as nodes take it for a replacement. */
function raisedFees(previous: Fees, offer: Offer, market: Market, capWei: bigint): Fees | undefined {
  const raised = bumpedFees(previous, market, Math.max(offer.bumpPercent, LEAST_BUMP_PERCENT), capWei);
  return raised ?? bumpedFees(previous, { ...market, maxFeePerGas: capWei }, LEAST_BUMP_PERCENT, capWei);
}
