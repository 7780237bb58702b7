// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { type AnyClient, signingClient } from "../chain/clients.ts";
import type { WriteOptions } from "../chain/defineWrite.ts";
import { addressOf } from "../chain/deployment.ts";
import { tributaryDomain } from "../chain/domain.ts";
import { signTypedMessage } from "../chain/signTypedMessage.ts";
import { type CampaignTerms, campaignIdOf } from "./campaign.ts";
import { getGrant } from "./getGrant.ts";
import type { GrantKey, VestingContract } from "./grant.ts";
import type { Schedule } from "./schedule.ts";

/** A beneficiary's signed word that `to` is paid; `deadline` in seconds. See `src/types/Delegation.sol`. */
export type Delegation = { to: Address; deadline: number; signature: Hex };

export type ReleaseTypedDataParameters = VestingContract & {
  grantId: Hex;
  to: Address;
  /** The wei that were paid before: the signature serves once. */
  releasedWei: bigint;
  deadline: number;
};

/** @returns The typed data that a beneficiary signs so that anyone may release its grant to `to`. */
export function releaseTypedData({ grantId, to, releasedWei, deadline, ...at }: ReleaseTypedDataParameters) {
  return {
    domain: tributaryDomain(at.chainId, at.tokenVesting),
    types: {
      Release: [
        { name: "grantId", type: "bytes32" },
        { name: "to", type: "address" },
        { name: "released", type: "uint256" },
        { name: "deadline", type: "uint40" },
      ],
    },
    primaryType: "Release",
    message: { grantId, to, released: releasedWei, deadline },
  } as const;
}

export type RedeemTypedDataParameters = VestingContract & {
  campaignId: Hex;
  index: bigint;
  to: Address;
  deadline: number;
};

/** @returns The typed data that a beneficiary signs so that anyone may redeem its allotment to `to`. */
export function redeemTypedData({ campaignId, index, to, deadline, ...at }: RedeemTypedDataParameters) {
  return {
    domain: tributaryDomain(at.chainId, at.tokenVesting),
    types: {
      Redeem: [
        { name: "campaignId", type: "bytes32" },
        { name: "index", type: "uint256" },
        { name: "to", type: "address" },
        { name: "deadline", type: "uint40" },
      ],
    },
    primaryType: "Redeem",
    message: { campaignId, index, to, deadline },
  } as const;
}

/** `to` is paid. `deadline`: the last second at which the signature is good. */
type SignOptions = WriteOptions & { to: Address; deadline: number };

/**
 * Signs with the beneficiary's account that the next release of its grant is paid to `to`, whoever sends it.
 *
 * @example
 * const delegation = await client.vesting.signRelease({ key, to: coldWallet, deadline });
 * await relayer.vesting.releaseSync({ key, delegation });
 */
export async function signRelease(
  anyClient: AnyClient,
  {
    key,
    schedule,
    to,
    deadline,
    ...options
  }: SignOptions & { key: GrantKey; schedule?: Schedule | undefined },
): Promise<Delegation> {
  const client = signingClient(anyClient, options.account);
  const tokenVesting = addressOf(client.chain, "tokenVesting", options);
  const { grantId, releasedWei } = await getGrant(client, { key, schedule, tokenVesting });
  const at = { chainId: client.chain.id, tokenVesting };
  const signature = await signTypedMessage(
    client,
    releaseTypedData({ ...at, grantId, to, releasedWei, deadline }),
  );
  return { to, deadline, signature };
}

/**
 * Signs with the beneficiary's account that its allotment is paid to `to`, whoever redeems it.
 *
 * @example
 * const delegation = await client.vesting.signRedeem({ terms, root, index: 3n, to: coldWallet, deadline });
 */
export async function signRedeem(
  anyClient: AnyClient,
  {
    terms,
    root,
    index,
    to,
    deadline,
    ...options
  }: SignOptions & { terms: CampaignTerms; root: Hex; index: bigint },
): Promise<Delegation> {
  const client = signingClient(anyClient, options.account);
  const tokenVesting = addressOf(client.chain, "tokenVesting", options);
  const at = { chainId: client.chain.id, tokenVesting };
  const campaignId = campaignIdOf({ ...at, terms, root });
  const signature = await signTypedMessage(
    client,
    redeemTypedData({ ...at, campaignId, index, to, deadline }),
  );
  return { to, deadline, signature };
}
