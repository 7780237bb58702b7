// SPDX-License-Identifier: GPL-3.0-or-later
import { type Abi, decodeFunctionData } from "viem";
import type { ChainClient } from "../../kernel/chain/chain.ts";
import type { Deployment } from "../../kernel/chain/deployment.ts";
import {
  contentCourtAbi,
  contentRegistryAbi,
  operatorRegistryAbi,
  paymentChannelsAbi,
  splitRollupAbi,
  stakingAbi,
  streamingProtocolAbi,
  streamPoolsAbi,
  streamTokenAbi,
  tokenVestingAbi,
} from "../../sdk/abis.generated.ts";

export type GasOfCall = { call: string; transactions: number; averageGas: bigint };

/** What each kind of call cost, over all transactions to our contracts, dearest first. */
export async function gasByCall(
  publicClient: ChainClient,
  { contracts, startBlock }: Deployment,
): Promise<GasOfCall[]> {
  const abis: Record<string, { name: string; abi: Abi }> = {
    [contracts.StreamToken.toLowerCase()]: { name: "StreamToken", abi: streamTokenAbi },
    [contracts.TokenVesting.toLowerCase()]: { name: "TokenVesting", abi: tokenVestingAbi },
    [contracts.Staking.toLowerCase()]: { name: "Staking", abi: stakingAbi },
    [contracts.StreamingProtocol.toLowerCase()]: { name: "StreamingProtocol", abi: streamingProtocolAbi },
    [contracts.StreamPools.toLowerCase()]: { name: "StreamPools", abi: streamPoolsAbi },
    [contracts.ContentRegistry.toLowerCase()]: { name: "ContentRegistry", abi: contentRegistryAbi },
    [contracts.OperatorRegistry.toLowerCase()]: { name: "OperatorRegistry", abi: operatorRegistryAbi },
    [contracts.ContentCourt.toLowerCase()]: { name: "ContentCourt", abi: contentCourtAbi },
    [contracts.PaymentChannels.toLowerCase()]: { name: "PaymentChannels", abi: paymentChannelsAbi },
    [contracts.SplitRollup.toLowerCase()]: { name: "SplitRollup", abi: splitRollupAbi },
  };
  const total = new Map<string, { transactions: number; gas: bigint }>();
  const head = await publicClient.getBlockNumber({ cacheTime: 0 });
  for (let blockNumber = startBlock; blockNumber <= head; blockNumber += 1n) {
    const { transactions } = await publicClient.getBlock({ blockNumber, includeTransactions: true });
    for (const { to, input, hash } of transactions) {
      const contract = to ? abis[to.toLowerCase()] : undefined;
      if (!contract) continue;
      const call = `${contract.name}.${decodeFunctionData({ abi: contract.abi, data: input }).functionName}`;
      const { gasUsed } = await publicClient.getTransactionReceipt({ hash });
      const sum = total.get(call) ?? { transactions: 0, gas: 0n };
      total.set(call, { transactions: sum.transactions + 1, gas: sum.gas + gasUsed });
    }
  }
  return [...total]
    .map(([call, { transactions, gas }]) => ({ call, transactions, averageGas: gas / BigInt(transactions) }))
    .sort((a, b) => Number(b.averageGas - a.averageGas));
}
