// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { decodeLeaf, type LeafKey, leafKey } from "../interactions/leaves.ts";
import type { Backing } from "./backing.ts";

/** What an actor watched in an epoch; with a slot, what the peer of that slot helped it. */
export type RewardedLeaf = { actor: number; epoch: number; slot?: number | undefined };
/** What the contract was deployed with. */
export type RewardRates = { watchRateWei: bigint; unitRateWei: bigint; burnBps: bigint };

const BPS = 10_000n;

/** @returns The key of the leaf in the interactions' state. */
export const rewardLeafKey = ({ actor, epoch, slot }: RewardedLeaf): LeafKey =>
  slot === undefined ? leafKey("watched", actor, epoch) : leafKey("help", actor, epoch, slot);

/** @returns The key of what `backer` gave up for the leaf's reward. */
export const backingOf = (backer: Address, { actor, epoch, slot }: RewardedLeaf): Backing => ({
  ...{ backer, actor, epoch },
  kind: slot === undefined ? "watching" : "help",
});

/** @returns What a leaf with this value is worth in total, in wei. */
export function owedWei({ slot }: RewardedLeaf, value: bigint, rates: RewardRates): bigint {
  return slot === undefined
    ? BigInt(decodeLeaf("watched", value).seconds) * rates.watchRateWei
    : BigInt(decodeLeaf("help", value).units) * rates.unitRateWei;
}

/** @returns What burns of a backing for `paidWei`: so much backs it. */
export const burnedWei = (paidWei: bigint, { burnBps }: Pick<RewardRates, "burnBps">): bigint =>
  (paidWei * burnBps + BPS - 1n) / BPS;

/** @returns What a claim pays now: what is owed and not paid yet, as far as the backing and the reserve reach. */
export function dueWei(
  {
    owedWei,
    paidWei,
    leftWei,
    reserveWei,
  }: { owedWei: bigint; paidWei: bigint; leftWei: bigint; reserveWei: bigint },
  { burnBps }: Pick<RewardRates, "burnBps">,
): bigint {
  const limits = [owedWei - paidWei, (leftWei * BPS) / burnBps, reserveWei];
  const least = limits.reduce((one, other) => (other < one ? other : one));
  return least > 0n ? least : 0n;
}
