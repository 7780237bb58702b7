// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { keccak } from "../content/keccak.ts";

/** An edge in its place on the roster, its region of 8 bytes, its weight in gigabytes; null for a place that is free. */
export type RosterPlace = { edge: Address; region: Hex; weight: number } | null;
/** What a work needs beside three copies. */
export type PlacementNeeds = { regions: readonly Hex[]; doublings: number };

const COPIES = 3;
const REGIONAL_COPIES = 2;
const ONE = 2 ** 26;

/**
 * The owners of a work, the best first: the same as `Rendezvous.owners` of the contracts, to the bit. Every number is an integer
 * of at most 2^53, so doubles are exact.
 *
 * @param contentId 32 bytes.
 */
export function ownersOf(
  roster: readonly RosterPlace[],
  contentId: Uint8Array,
  { regions, doublings }: PlacementNeeds,
): Address[] {
  const ranked = rank(roster, contentId);
  const taken = new Set<number>();
  for (const region of regions) {
    const inRegion = ranked.filter((place) => roster[place]!.region === region);
    for (const place of inRegion.slice(0, REGIONAL_COPIES + doublings)) taken.add(place);
  }
  const copies = COPIES + doublings * Math.max(regions.length, 1);
  for (const place of ranked) {
    if (taken.size >= copies) break;
    taken.add(place);
  }
  return ranked.filter((place) => taken.has(place)).map((place) => roster[place]!.edge);
}

/** All edges of the roster in the order of a work, the best first: those after the owners are next when owners are gone. */
export const edgesByRank = (roster: readonly RosterPlace[], contentId: Uint8Array): Address[] =>
  rank(roster, contentId).map((place) => roster[place]!.edge);

const preimage = new Uint8Array(64);
const preimageView = new DataView(preimage.buffer);

/** The places that are not free, the least score first; of equal scores the lower place. */
function rank(roster: readonly RosterPlace[], contentId: Uint8Array): number[] {
  preimage.set(contentId);
  const scores = new Float64Array(roster.length);
  const places: number[] = [];
  let lanes: DataView | undefined;
  for (let place = 0; place < roster.length; place++) {
    // one hash serves eight places
    if (place % 8 === 0) {
      preimageView.setUint32(60, place / 8);
      const hash = keccak(preimage);
      lanes = new DataView(hash.buffer, hash.byteOffset);
    }
    const taken = roster[place];
    if (!taken) continue;
    scores[place] = Math.floor((distanceOf(lanes!.getUint32((place % 8) * 4)) * 2 ** 22) / taken.weight);
    places.push(place);
  }
  return places.sort((a, b) => scores[a]! - scores[b]! || a - b);
}

/** −log2(lane / 2^32) with 26 binary places, by the polynomial of the contracts. */
function distanceOf(lane: number): number {
  const odd = (lane | 1) >>> 0;
  const zeros = Math.clz32(odd);
  const gap = Math.floor((2 ** 32 - odd * 2 ** zeros) / 32);
  let slope = 1_736_433 + Math.floor((4_347_660 * gap) / ONE);
  slope = 12_634_367 + Math.floor((slope * gap) / ONE);
  slope = 48_390_404 + Math.floor((slope * gap) / ONE);
  return zeros * ONE + Math.floor((slope * gap) / ONE);
}
