// SPDX-License-Identifier: GPL-3.0-or-later

import type { Address } from "viem";
import { textOf } from "../sdk/wire/printable.ts";
import { SegmentTree, SLOTS } from "./segment.ts";

/**
 * A segment's revenue after some settled batches. Whoever made a snapshot need not be trusted: the leaves hash to the
 * root that the contract keeps for that number of batches.
 */
export type SegmentSnapshot = {
  segment: bigint;
  settledBatches: bigint;
  /** The first block that may hold credits of later batches. */
  nextBlock: bigint;
  /** Revenue by slot, in wei. */
  leaves: readonly bigint[];
};

/** The rollup that a snapshot is of. */
export type SnapshotPlace = { chainId: number; rollup: Address; segment: bigint };

/** A snapshot as JSON. */
export type SnapshotJson = {
  chainId: number;
  rollup: string;
  segment: string;
  settledBatches: string;
  nextBlock: string;
  leaves: string[];
};

/** A snapshot is damaged, or is one of another chain, contract or segment. */
export class SnapshotRefused extends Error {
  override name = "SnapshotRefused";
}

/** Writes a snapshot for a file or an answer: amounts as decimal texts. */
export function encodeSnapshot(
  { segment, settledBatches, nextBlock, leaves }: SegmentSnapshot,
  { chainId, rollup }: Omit<SnapshotPlace, "segment">,
): SnapshotJson {
  return {
    chainId,
    rollup: rollup.toLowerCase(),
    segment: String(segment),
    settledBatches: String(settledBatches),
    nextBlock: String(nextBlock),
    leaves: new SegmentTree(leaves).leaves.map(String),
  };
}

/** Reads what {@link encodeSnapshot} wrote, from anybody. Throws a SnapshotRefused unless `given` is a snapshot of `place`. */
export function decodeSnapshot(given: unknown, place: SnapshotPlace): SegmentSnapshot {
  const { chainId, rollup, segment, settledBatches, nextBlock, leaves } = (given ?? {}) as Partial<
    Record<keyof SnapshotJson, unknown>
  >;
  // a stranger's object may have a toString that is no function
  const named = typeof rollup === "string" ? rollup.toLowerCase() : undefined;
  const isHere = chainId === place.chainId && named === place.rollup.toLowerCase();
  if (!isHere || segment !== String(place.segment)) {
    throw new SnapshotRefused(
      `the snapshot is one of segment ${textOf(segment)} of ${textOf(rollup)} on chain ${textOf(chainId)}, not of segment ${place.segment} of ${place.rollup} on chain ${place.chainId}`,
    );
  }
  if (!Array.isArray(leaves) || leaves.length !== SLOTS) {
    throw new SnapshotRefused(`the snapshot is damaged: it must have ${SLOTS} leaves`);
  }
  return {
    segment: place.segment,
    settledBatches: number("settledBatches", settledBatches, 64n),
    nextBlock: number("nextBlock", nextBlock, 64n),
    leaves: leaves.map((leaf, slot) => number(`leaf ${slot}`, leaf, 160n)),
  };
}

/** The digits of the largest number below 2^160. */
const MOST_DIGITS = 49;

function number(what: string, given: unknown, bits: bigint): bigint {
  const text = typeof given === "string" ? given : "";
  const value = text.length <= MOST_DIGITS && /^[0-9]+$/.test(text) ? BigInt(text) : -1n;
  if (value < 0n || value >> bits !== 0n) {
    throw new SnapshotRefused(`the snapshot is damaged: ${what} is no whole number below 2^${bits}`);
  }
  return value;
}
