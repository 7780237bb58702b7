// SPDX-License-Identifier: MIT
import { type Address, numberToHex } from "viem";
import type { RosterPlace } from "./rendezvous.ts";

/** A place of the roster in the contract's form: `edge u160 ‖ region u64 ‖ weight u32`; zero for a free one. */
export function encodePlace(place: RosterPlace): bigint {
  if (!place) return 0n;
  return (BigInt(place.edge) << 96n) | (BigInt(place.region) << 32n) | BigInt(place.weight);
}

/** The inverse of {@link encodePlace}. A region stays bytes: an operator may name any. */
export function decodePlace(word: bigint): RosterPlace {
  if (word === 0n) return null;
  const edge: Address = numberToHex(word >> 96n, { size: 20 });
  const region = numberToHex(BigInt.asUintN(64, word >> 32n), { size: 8 });
  return { edge, region, weight: Number(BigInt.asUintN(32, word)) };
}
