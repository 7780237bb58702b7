// SPDX-License-Identifier: GPL-3.0-or-later
// Sums over what payees earned: pure, of what the chain's logs say.
import type { Address, Hex } from "viem";
import { type Payee, payeeOfSplit } from "../../../sdk/chain/payee.ts";
import { settledChannels } from "../../../sdk/channels/settledChannels.ts";
import { splitIdOf } from "../../../sdk/splits/splitId.ts";

/** What a payee got at one time. */
export type Earning = { payee: Payee; wei: bigint; atSec: number };
/** What a collaborator of a split took by a proof of the share. */
export type Claim = { payee: Payee; position: number; recipient: Address; paidWei: bigint };
export type Day = { startSec: number; wei: bigint };

const DAY_SEC = 86_400;
const COUNT_DIGITS = 4;
const ENTRY_DIGITS = 26;

/** The earnings in the link of a `Credited` event: `count u16 ‖ count × (slot u8 ‖ amount u96)`. */
export function creditsOf(segment: bigint, link: Hex, atSec: number): Earning[] {
  const entries = link.slice(2 + COUNT_DIGITS).match(new RegExp(`.{${ENTRY_DIGITS}}`, "g")) ?? [];
  return entries.map((entry) => ({
    payee: payeeOfSplit(splitIdOf(segment, Number.parseInt(entry.slice(0, 2), 16))),
    wei: BigInt(`0x${entry.slice(2)}`),
    atSec,
  }));
}

/** The earnings of `Settled` events, in the chain's order: each states what its channels have paid since they opened. */
export function settlementsOf(events: readonly { payee: Payee; sums: Hex; atSec: number }[]): Earning[] {
  const before = new Map<Hex, bigint>();
  return events.map(({ payee, sums, atSec }) => {
    let wei = 0n;
    for (const { channelId, settled } of settledChannels(sums)) {
      wei += settled - (before.get(channelId) ?? 0n);
      before.set(channelId, settled);
    }
    return { payee, wei, atSec };
  });
}

export const sumOf = (parts: readonly { wei: bigint }[]): bigint =>
  parts.reduce((sum, { wei }) => sum + wei, 0n);

/** The last `count` days in UTC, today the last, each with what was earned in it. */
export function byDay(earnings: readonly Earning[], count: number, nowSec: number): Day[] {
  const today = Math.floor(nowSec / DAY_SEC);
  const days = Array.from({ length: count }, (_, at) => ({
    startSec: (today - count + 1 + at) * DAY_SEC,
    wei: 0n,
  }));
  for (const { wei, atSec } of earnings) {
    const day = days[Math.floor(atSec / DAY_SEC) - today + count - 1];
    if (day) day.wei += wei;
  }
  return days;
}

/** The top of a chart over `days`: 1, 2 or 5 with zeros, in wei, and no lower than the best day. */
export function scaleOf(days: readonly Day[]): bigint {
  const most = days.reduce((most, { wei }) => (wei > most ? wei : most), 0n);
  // without revenue, the scale of one STREAM
  const unit = 10n ** BigInt((most || 10n ** 18n).toString().length - 1);
  return [1n, 2n, 5n, 10n].map((times) => times * unit).find((top) => top >= most)!;
}

/** What each payee earned in all. */
export function byPayee(earnings: readonly Earning[]): Map<Payee, bigint> {
  const sums = new Map<Payee, bigint>();
  for (const { payee, wei } of earnings) sums.set(payee, (sums.get(payee) ?? 0n) + wei);
  return sums;
}

export type Share = { position: number; recipient: Address; paidWei: bigint; percent: number };

/** What each collaborator of a split has taken, and how much of the split's revenue that is. */
export function sharesOf(claims: readonly Claim[], payee: Payee, revenueWei: bigint): Share[] {
  const shares = new Map<number, Share>();
  for (const claim of claims.filter((one) => one.payee === payee)) {
    const before = shares.get(claim.position)?.paidWei ?? 0n;
    const paidWei = before + claim.paidWei;
    const percent = revenueWei > 0n ? Number((paidWei * 10_000n) / revenueWei) / 100 : 0;
    shares.set(claim.position, { ...claim, paidWei, percent });
  }
  return [...shares.values()].sort((a, b) => a.position - b.position);
}
