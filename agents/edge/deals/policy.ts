// SPDX-License-Identifier: GPL-3.0-or-later

/** How far an edge promises a work on chain: a day, so that it posts, and claims, once a day. */
export const PROMISED_EPOCHS = 24n;
/** Epochs of one claim at most, each of which may cost 60,000 gas. */
const MOST_EPOCHS = 96n;

export type EpochRange = { fromEpoch: bigint; toEpoch: bigint };

/**
 * The epochs of a deal whose shares have matured, `from` on, in ranges that a claim each can pay. Pure.
 *
 * @param until The first epoch that the deal pays no more.
 * @param delay How many epochs a share matures.
 */
export function maturedRanges(from: bigint, until: bigint, present: bigint, delay: bigint): EpochRange[] {
  const end = until < present - delay + 1n ? until : present - delay + 1n;
  const ranges: EpochRange[] = [];
  for (let fromEpoch = from; fromEpoch < end; fromEpoch += MOST_EPOCHS) {
    const last = fromEpoch + MOST_EPOCHS;
    ranges.push({ fromEpoch, toEpoch: (last < end ? last : end) - 1n });
  }
  return ranges;
}

/**
 * The last epoch for which to promise a work; undefined where its deals pay less for the day than `leastWei`, or nothing any more. Pure.
 *
 * @param until The first epoch that a deal pays no more.
 */
export function promiseUntil(
  deals: readonly { until: bigint; payWei: bigint }[],
  present: bigint,
  leastWei: bigint,
): bigint | undefined {
  const last = present + PROMISED_EPOCHS;
  const ahead = deals
    .map(({ until, payWei }) => ({ to: until - 1n < last ? until - 1n : last, payWei }))
    .filter(({ to }) => to > present);
  const dueWei = ahead.reduce((sum, { to, payWei }) => sum + (to - present) * payWei, 0n);
  if (ahead.length === 0 || dueWei < leastWei) return undefined;
  return ahead.reduce((most, { to }) => (to > most ? to : most), 0n);
}
