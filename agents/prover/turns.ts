// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, encodePacked, keccak256 } from "viem";

/** A batch by its place. */
export type BatchPlace = { segment: bigint; batch: bigint };

/** A prover that settled batches lately. */
export type Peer = {
  address: Address;
  /** The time of its last settlement, in seconds. */
  settledSec: number;
};

/** One text for one batch, for sets and maps. */
export const nameOf = ({ segment, batch }: BatchPlace): string => `${segment}/${batch}`;

/**
 * The provers before `self` in the order of a batch. Every prover orders a batch alike, by a hash of prover and batch
 * (rendezvous hashing), so provers that know each other agree without a word on who takes which batch.
 */
export function before(self: Address, peers: readonly Peer[], place: BatchPlace): Peer[] {
  const own = weightOf(self, place);
  return peers.filter(({ address }) => !isSame(address, self) && weightOf(address, place) > own);
}

/** A prover's own weight for a batch: evenly spread, and another one for each prover. */
export function weightOf(prover: Address, { segment, batch }: BatchPlace): bigint {
  return BigInt(keccak256(encodePacked(["address", "uint64", "uint64"], [prover, segment, batch])));
}

const isSame = (a: Address, b: Address) => a.toLowerCase() === b.toLowerCase();
