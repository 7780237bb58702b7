// SPDX-License-Identifier: MIT
import { concatHex, type Hex, hexToBigInt, hexToNumber, size, slice } from "viem";
import type { Handlers } from "../events.ts";
import { change, idOf, read } from "../store.ts";

const ENTRY_BYTES = 13;
const COUNT_BYTES = 2;

export const splits = {
  SplitRegistered: (store, { args: { split, tableHash, registrant } }) =>
    change(store, "split", idOf(split), () => ({ tableHash, registrant })),
  async Credited(store, { args: { segment, batch, link }, timeSec }) {
    await change(store, "segment", idOf(segment), ({ openEntries, openedAt }) => ({
      openEntries: openEntries + BigInt(creditsOf(link).length),
      openedAt: openEntries === 0n ? timeSec : openedAt,
    }));
    await change(store, "batch", idOf(segment, batch), ({ links }) => ({ links: concatHex([links, link]) }));
    for (const { slot, amount } of creditsOf(link))
      await change(store, "split", splitIdOf(segment, slot), ({ credited }) => ({
        credited: credited + amount,
      }));
  },
  async BatchSealed(store, { args: { segment, batch, batchHash } }) {
    await change(store, "batch", idOf(segment, batch), () => ({ hash: batchHash }));
    await change(store, "segment", idOf(segment), () => ({
      ...{ openEntries: 0n, openedAt: 0n, sealedBatches: batch + 1n },
    }));
  },
  async BatchSettled(store, { args: { segment, batch, newRoot } }) {
    await change(store, "batch", idOf(segment, batch), () => ({ root: newRoot }));
    await change(store, "segment", idOf(segment), () => ({ settledBatches: batch + 1n }));
    const { links } = await read(store, "batch", idOf(segment, batch));
    for (const { slot, amount } of creditsOf(links))
      await change(store, "split", splitIdOf(segment, slot), ({ revenue }) => ({
        revenue: revenue + amount,
      }));
  },
  Claimed: (store, { args: { split, position, recipient, entitlement } }) =>
    change(store, "claim", idOf(split, BigInt(position)), () => ({
      ...{ split, position: BigInt(position), recipient, claimed: entitlement },
    })),
} satisfies Handlers<"SplitRollup">;

const splitIdOf = (segment: bigint, slot: number) => idOf(segment * 256n + BigInt(slot));

/** @returns The entries of links `count 2 ‖ entries`, each `slot 1 ‖ amount 12`. */
export function creditsOf(links: Hex): { slot: number; amount: bigint }[] {
  const credits: { slot: number; amount: bigint }[] = [];
  for (let at = 0; at < size(links); ) {
    const count = hexToNumber(slice(links, at, at + COUNT_BYTES));
    at += COUNT_BYTES;
    for (const end = at + count * ENTRY_BYTES; at < end; at += ENTRY_BYTES)
      credits.push({
        slot: hexToNumber(slice(links, at, at + 1)),
        amount: hexToBigInt(slice(links, at + 1, at + ENTRY_BYTES)),
      });
  }
  return credits;
}
