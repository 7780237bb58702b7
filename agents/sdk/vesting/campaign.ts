// SPDX-License-Identifier: MIT
import {
  type Address,
  bytesToHex,
  concatHex,
  encodeAbiParameters,
  type Hex,
  hexToBytes,
  keccak256,
  numberToHex,
  size,
  slice,
} from "viem";
import { buildLevels, concatBytes, pathOf, rootOf } from "../content/merkle.ts";
import type { GrantKey, VestingContract } from "./grant.ts";

/**
 * The terms of a campaign. `schedule` is {@link scheduleHashOf} of the shares' vesting, or {@link INSTANT}; `expiresAt` in
 * seconds, 0 for never.
 */
export type CampaignTerms = {
  granter: Address;
  token: Address;
  schedule: Hex;
  expiresAt: number;
  isRevocable: boolean;
};

/** An entry of a campaign. */
export type CampaignAward = { beneficiary: Address; amountWei: bigint };

/** A leaf of a campaign's tree; see `src/types/Campaign.sol`. */
export type Share = { index: bigint; beneficiary: Address; amount: bigint; lotTotal: bigint };

/** The schedule of a campaign that pays at once. */
export const INSTANT: Hex = numberToHex(1, { size: 32 });

const LOT_SHARES = 160;
const shareParameters = [
  { type: "uint256" },
  { type: "address" },
  { type: "uint96" },
  { type: "uint96" },
] as const;
const idParameters = [
  { type: "uint256" },
  { type: "address" },
  { type: "address" },
  { type: "address" },
  { type: "bytes32" },
  { type: "uint40" },
  { type: "bool" },
  { type: "bytes32" },
] as const;

/** `proofOf`: of the share with that index. `totalWei`: the sum of all shares. */
export type CampaignTree = {
  root: Hex;
  shares: Share[];
  totalWei: bigint;
  proofOf(index: number): Hex[];
};

/**
 * Makes the Merkle tree of a campaign: publish `awards`, so that anyone can make it again and prove a share.
 *
 * @example
 * const { root, shares, proofOf } = makeCampaign([{ beneficiary, amountWei: parseEther("100") }]);
 * await claimShare(client, { tokenVesting, terms, share: shares[0], proof: proofOf(0) });
 */
export function makeCampaign(awards: readonly CampaignAward[]): CampaignTree {
  const lotTotals: bigint[] = [];
  for (const [index, { amountWei }] of awards.entries()) {
    const lot = Math.floor(index / LOT_SHARES);
    lotTotals[lot] = (lotTotals[lot] ?? 0n) + amountWei;
  }
  const shares = awards.map(({ beneficiary, amountWei }, index) => ({
    index: BigInt(index),
    beneficiary,
    amount: amountWei,
    lotTotal: lotTotals[Math.floor(index / LOT_SHARES)]!,
  }));
  const levels = buildLevels(concatBytes(shares.map((share) => hexToBytes(leafOf(share)))));
  return {
    root: bytesToHex(rootOf(levels)),
    shares,
    totalWei: lotTotals.reduce((sum, lot) => sum + lot, 0n),
    proofOf(index) {
      if (shares[index] === undefined) throw new RangeError(`the campaign has no share ${index}`);
      const path = bytesToHex(pathOf(levels, index));
      return Array.from({ length: size(path) / 32 }, (_, at) => slice(path, at * 32, at * 32 + 32));
    },
  };
}

/** @returns The id that names the campaign on this chain and contract only. */
export function campaignIdOf(campaign: VestingContract & { terms: CampaignTerms; root: Hex }): Hex {
  const { chainId, tokenVesting, terms, root } = campaign;
  const { granter, token, schedule, expiresAt, isRevocable } = terms;
  return keccak256(
    encodeAbiParameters(idParameters, [
      ...([BigInt(chainId), tokenVesting] as const),
      ...([granter, token, schedule, expiresAt, isRevocable, root] as const),
    ]),
  );
}

/** @returns What names the grant that a claim of `share` opens. */
export function claimKeyOf(terms: CampaignTerms, campaignId: Hex, share: Share): GrantKey {
  const salt = BigInt(keccak256(concatHex([campaignId, numberToHex(share.index, { size: 32 })])));
  const { token, granter, schedule } = terms;
  return { beneficiary: share.beneficiary, token, granter, salt, schedule };
}

/** Hashed twice, so that no node can pass for a leaf. */
function leafOf({ index, beneficiary, amount, lotTotal }: Share): Hex {
  return keccak256(keccak256(encodeAbiParameters(shareParameters, [index, beneficiary, amount, lotTotal])));
}
