// SPDX-License-Identifier: MIT
import type { Handlers } from "../events.ts";
import { change } from "../store.ts";
import type { Row } from "../tables.ts";
import { deposits } from "./deposits.ts";

const UINT96_MAX = 2n ** 96n - 1n;
const NONE = { funds: 0n, rate: 0n, remainder: 0n, since: 0n, paused: false };
const NO_POSITION = { isPosition: false, positionId: 0n, positionPaid: 0n };

export const streams = {
  ...deposits,
  StreamOpened: (store, { args, timeSec }) =>
    change(store, "stream", args.keyHash, () => ({
      ...{ contentId: args.contentId, streamId: args.id, payee: args.payee, token: args.token },
      ...{ viewer: args.viewer, ...NONE, ...NO_POSITION },
      ...{ funds: args.funds, rate: args.rate, since: timeSec },
    })),
  StreamToppedUp: (store, { args: { keyHash, received } }) =>
    change(store, "stream", keyHash, ({ funds }) => ({ funds: funds + received })),
  StreamRateSet: (store, { args: { keyHash, rate, paid }, timeSec }) =>
    change(store, "stream", keyHash, (row) => ({ ...payFrom(row, paid, timeSec), rate })),
  Withdrawn: (store, { args: { keyHash, amount }, timeSec }) =>
    change(store, "stream", keyHash, (row) => payFrom(row, amount, timeSec)),
  StreamPaused: (store, { args: { keyHash }, timeSec }) =>
    change(store, "stream", keyHash, ({ since }) => ({ paused: true, since: timeSec - since })),
  StreamResumed: (store, { args: { keyHash }, timeSec }) =>
    change(store, "stream", keyHash, ({ since }) => ({ paused: false, since: timeSec - since })),
  StreamRefunded: (store, { args: { keyHash, amount } }) =>
    change(store, "stream", keyHash, ({ funds }) => ({ funds: funds - amount })),
  StreamCancelled: (store, { args: { keyHash } }) =>
    change(store, "stream", keyHash, () => ({ ...NONE, ...NO_POSITION })),
  StreamPositionMinted: (store, { args: { keyHash, positionId } }) =>
    change(store, "stream", keyHash, () => ({ isPosition: true, positionId, positionPaid: 0n })),
} satisfies Handlers<"StreamingProtocol">;

/** @returns The wei that the payee can be paid at `timeSec`, with 16 binary places. */
export function accruedScaled(
  { funds, rate, remainder, since, paused }: Row<"stream">,
  timeSec: bigint,
): bigint {
  const flowed = rate * (paused ? since : timeSec - since) + remainder;
  const all = funds << 16n;
  return flowed < all ? flowed : all;
}

/** The fraction of a wei stays in the stream. */
function payFrom(row: Row<"stream">, amount: bigint, timeSec: bigint): Partial<Row<"stream">> {
  const paid = row.positionPaid + amount;
  return {
    funds: row.funds - amount,
    remainder: accruedScaled(row, timeSec) & 0xffffn,
    since: row.paused ? 0n : timeSec,
    ...(row.isPosition && { positionPaid: paid < UINT96_MAX ? paid : UINT96_MAX }),
  };
}
