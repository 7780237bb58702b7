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
import { InvalidInput } from "../errors/InvalidInput.ts";
import type { GrantKey, VestingContract } from "./grant.ts";

/**
 * The terms of a campaign. `schedule` is {@link scheduleHashOf} of the allotments' vesting, or {@link INSTANT}; `total` is
 * {@link CampaignTree.totalWei}; `expiresAt` in seconds, 0 for never.
 */
export type CampaignTerms = {
  granter: Address;
  token: Address;
  schedule: Hex;
  total: bigint;
  expiresAt: number;
  isRevocable: boolean;
};

/** An entry of a campaign. */
export type CampaignAward = { beneficiary: Address; amountWei: bigint };

/** A leaf of a campaign's tree; see `src/types/Campaign.sol`. */
export type Allotment = { index: bigint; beneficiary: Address; amount: bigint; lotTotal: bigint };

/** The schedule of a campaign that pays at once. */
export const INSTANT: Hex = numberToHex(1, { size: 32 });

const LOT_SIZE = 160;
const allotmentParameters = [
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
  { type: "uint96" },
  { type: "uint40" },
  { type: "bool" },
  { type: "bytes32" },
] as const;

/** `proofOf`: of the allotment with that index. `totalWei`: the sum of all allotments. */
export type CampaignTree = {
  root: Hex;
  allotments: Allotment[];
  totalWei: bigint;
  proofOf(index: number): Hex[];
};

/**
 * Makes the Merkle tree of a campaign: publish `awards`, so that anyone can make it again and prove an allotment.
 *
 * @example
 * const { root, allotments, proofOf } = makeCampaign([{ beneficiary, amountWei: parseEther("100") }]);
 * await client.vesting.redeem({ tokenVesting, terms, allotment: allotments[0], proof: proofOf(0) });
 */
export function makeCampaign(awards: readonly CampaignAward[]): CampaignTree {
  const lotTotals: bigint[] = [];
  for (const [index, { amountWei }] of awards.entries()) {
    const lot = Math.floor(index / LOT_SIZE);
    lotTotals[lot] = (lotTotals[lot] ?? 0n) + amountWei;
  }
  const allotments = awards.map(({ beneficiary, amountWei }, index) => ({
    index: BigInt(index),
    beneficiary,
    amount: amountWei,
    lotTotal: lotTotals[Math.floor(index / LOT_SIZE)]!,
  }));
  const levels = buildLevels(concatBytes(allotments.map((allotment) => hexToBytes(leafOf(allotment)))));
  return {
    root: bytesToHex(rootOf(levels)),
    allotments,
    totalWei: lotTotals.reduce((sum, lot) => sum + lot, 0n),
    proofOf(index) {
      if (allotments[index] === undefined) throw new InvalidInput(`the campaign has no allotment ${index}`);
      const path = bytesToHex(pathOf(levels, index));
      return Array.from({ length: size(path) / 32 }, (_, at) => slice(path, at * 32, at * 32 + 32));
    },
  };
}

/** @returns The id that names the campaign on this chain and contract only. */
export function campaignIdOf(campaign: VestingContract & { terms: CampaignTerms; root: Hex }): Hex {
  const { chainId, tokenVesting, terms, root } = campaign;
  const { granter, token, schedule, total, expiresAt, isRevocable } = terms;
  return keccak256(
    encodeAbiParameters(idParameters, [
      ...([BigInt(chainId), tokenVesting] as const),
      ...([granter, token, schedule, total, expiresAt, isRevocable, root] as const),
    ]),
  );
}

/** @returns The key of the grant that a redemption of `allotment` opens. */
export function grantKeyOf(terms: CampaignTerms, campaignId: Hex, allotment: Allotment): GrantKey {
  const salt = BigInt(keccak256(concatHex([campaignId, numberToHex(allotment.index, { size: 32 })])));
  const { token, granter, schedule } = terms;
  return { beneficiary: allotment.beneficiary, token, granter, salt, schedule };
}

/** Hashed twice, so that no node can pass for a leaf. */
function leafOf({ index, beneficiary, amount, lotTotal }: Allotment): Hex {
  return keccak256(
    keccak256(encodeAbiParameters(allotmentParameters, [index, beneficiary, amount, lotTotal])),
  );
}
