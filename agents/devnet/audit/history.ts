// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, getContract, isAddressEqual } from "viem";
import type { ChainClient } from "../../kernel/chain/chain.ts";
import type { Deployment } from "../../kernel/chain/deployment.ts";
import {
  contentRegistryAbi,
  operatorRegistryAbi,
  paymentChannelsAbi,
  purchasePolicyAbi,
  splitRollupAbi,
  streamTokenAbi,
  viewerRewardsAbi,
} from "../../sdk/abis.generated.ts";
import type { Payee } from "../../sdk/chain/payee.ts";
import { splitIdOf } from "../../sdk/splits/splitId.ts";
import { decodeBatch } from "../../splits/batch.ts";

/** All movements of money since the contracts were deployed. Amounts in wei. */
export type History = {
  channels: { payee: Payee; deposit: bigint; settled: bigint; closed: boolean }[];
  credits: { split: bigint; amountWei: bigint }[];
  claims: { split: bigint; recipient: Address; paid: bigint }[];
  /** Editions that were bought, for STREAM. */
  purchases: { payee: Payee; price: bigint }[];
  /** What left PurchasePolicy, to payees. */
  purchasesPaid: bigint[];
  /** The provers' fees for batches. */
  fees: bigint[];
  /** What operators bonded, those that were slashed since too. None of a run takes its bond back. */
  bonds: bigint[];
  /** By any court, of a whole bond or a part. */
  slashes: { operator: Address; rewarded: bigint; burned: bigint }[];
  /** What viewers were paid, and what burned of backings for it. */
  rewards: { paid: bigint; burned: bigint }[];
};

/** The contracts that hold money, ready to be read. */
export function moneyContracts(client: ChainClient, { contracts }: Deployment) {
  return {
    token: getContract({ client, address: contracts.StreamToken, abi: streamTokenAbi }),
    channels: getContract({ client, address: contracts.PaymentChannels, abi: paymentChannelsAbi }),
    rollup: getContract({ client, address: contracts.SplitRollup, abi: splitRollupAbi }),
    purchases: getContract({ client, address: contracts.PurchasePolicy, abi: purchasePolicyAbi }),
    registry: getContract({ client, address: contracts.OperatorRegistry, abi: operatorRegistryAbi }),
  };
}

/** Reads the history from the logs; meant for short chains. */
export async function readHistory(client: ChainClient, deployment: Deployment): Promise<History> {
  const { token, channels, rollup, purchases, registry } = moneyContracts(client, deployment);
  const content = { address: deployment.contracts.ContentRegistry, abi: contentRegistryAbi } as const;
  const all = { fromBlock: deployment.startBlock, strict: true } as const;
  const events = { abi: registry.abi, address: registry.address, ...all } as const;
  const viewers = { address: deployment.contracts.ViewerRewards, abi: viewerRewardsAbi } as const;
  const [opened, credited, batches, claimed, slashed, cut, joined, added, rewarded, bought, paid] =
    await Promise.all([
      client.getContractEvents({ abi: channels.abi, address: channels.address, eventName: "Opened", ...all }),
      client.getContractEvents({ abi: rollup.abi, address: rollup.address, eventName: "Credited", ...all }),
      client.getContractEvents({
        abi: rollup.abi,
        address: rollup.address,
        eventName: "BatchSettled",
        ...all,
      }),
      client.getContractEvents({ abi: rollup.abi, address: rollup.address, eventName: "Claimed", ...all }),
      client.getContractEvents({ ...events, eventName: "Slashed" }),
      client.getContractEvents({ ...events, eventName: "BondReduced" }),
      client.getContractEvents({ ...events, eventName: "Registered" }),
      client.getContractEvents({ ...events, eventName: "BondAdded" }),
      client.getContractEvents({ ...viewers, eventName: "Rewarded", ...all }),
      client.getContractEvents({
        ...{ abi: purchases.abi, address: purchases.address, eventName: "EditionBought", ...all },
      }),
      client.getContractEvents({
        ...{ abi: token.abi, address: token.address, eventName: "Transfer", ...all },
        args: { from: purchases.address },
      }),
    ]);
  return {
    channels: await Promise.all(
      opened.map(async ({ args: { channelId, payee } }) => {
        const { deposit, settled, windowSec } = await channels.read.channelOf([channelId]);
        return { payee, deposit, settled, closed: windowSec === 0 };
      }),
    ),
    credits: credited.flatMap(({ args: { segment, link } }) =>
      decodeBatch(link).map(({ slot, amountWei }) => ({ split: splitIdOf(segment, slot), amountWei })),
    ),
    claims: claimed.map(({ args }) => args),
    purchases: await Promise.all(
      bought
        .filter(({ args }) => isAddressEqual(args.token, token.address))
        .map(async ({ args: { contentId, price } }) => ({
          payee: await client.readContract({ ...content, functionName: "payeeOf", args: [contentId] }),
          price,
        })),
    ),
    purchasesPaid: paid.map(({ args }) => args.amount),
    fees: batches.map(({ args }) => args.fee),
    bonds: [...joined.map(({ args }) => args.bond), ...added.map(({ args }) => args.amount)],
    slashes: [...slashed, ...cut].map(({ args }) => args),
    rewards: rewarded.map(({ args }) => args),
  };
}

export const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
