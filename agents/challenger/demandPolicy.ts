// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, concat, type Hex, hexToBytes, numberToHex } from "viem";
import type { PieceRequest } from "../demands/request.ts";
import type { Holding } from "../sdk/content/holding.ts";
import { keccak } from "../sdk/content/keccak.ts";

/** So many refusals in a row, in rounds of their own, before a demand: a restart or a full line is no withholding. */
export const REFUSALS_BEFORE_DEMAND = 2;
/** The slots of an edge in the court. */
export const SLOTS = 8;

/** A chunk that an edge would not send, time and again. */
export type Refusal = { operator: Address; contentId: Hex; index: number; count: number };
/** What an edge signed that it holds. */
export type SignedHolding = { operator: Address; holding: Holding; signature: Hex };

export type DemandView = {
  refusals: readonly Refusal[];
  holdings: readonly SignedHolding[];
  /** This challenger's open requests. */
  open: readonly PieceRequest[];
  /** The taken slots of each edge. */
  taken: ReadonlyMap<Address, ReadonlySet<number>>;
  epoch: bigint;
  /** The bond of the first slot, in wei; each next one costs twice as much. */
  firstBondWei: bigint;
  /** What may still be locked today, in wei. */
  budgetWei: bigint;
};

export type Demand = { refusal: Refusal; signed: SignedHolding; slot: number; bondWei: bigint };

/**
 * The demands to make in `round`: one at a time for an edge, for a chunk that it refused twice and promised to hold, in the cheapest
 * free slot, within the budget. Each edge is left out of every other round, drawn by `seed`, so that several challengers do not
 * all ask for the same chunk at once. Pure.
 */
export function planDemands(view: DemandView, round: number, seed: Hex): Demand[] {
  const busy = new Set(view.open.map(({ edge }) => edge.toLowerCase()));
  const demands: Demand[] = [];
  let leftWei = view.budgetWei;
  for (const refusal of view.refusals) {
    const edge = refusal.operator.toLowerCase() as Address;
    if (refusal.count < REFUSALS_BEFORE_DEMAND || busy.has(edge) || !isTurn(edge, round, seed)) continue;
    const signed = view.holdings.find(
      ({ operator, holding }) =>
        operator.toLowerCase() === edge &&
        holding.contentId === refusal.contentId &&
        BigInt(refusal.index) < holding.leafCount &&
        view.epoch <= holding.until,
    );
    const taken = view.taken.get(refusal.operator);
    const slot = Array.from({ length: SLOTS }, (_, n) => n).find((n) => !taken?.has(n));
    if (!signed || slot === undefined) continue;
    const bondWei = view.firstBondWei << BigInt(slot);
    if (bondWei > leftWei) continue;
    leftWei -= bondWei;
    busy.add(edge);
    demands.push({ refusal, signed, slot, bondWei });
  }
  return demands;
}

/** The piece to ask for, out of `count`: nobody can tell before. */
export function drawPiece(refusal: Refusal, count: number, round: number, seed: Hex): number {
  const { operator, contentId, index } = refusal;
  const hash = keccak(
    hexToBytes(
      concat([seed, operator, contentId, numberToHex(index, { size: 8 }), numberToHex(round, { size: 8 })]),
    ),
  );
  return new DataView(hash.buffer, hash.byteOffset).getUint32(0) % count;
}

const isTurn = (edge: Address, round: number, seed: Hex): boolean =>
  keccak(hexToBytes(concat([seed, edge, numberToHex(round, { size: 8 })])))[0]! % 2 === 0;
