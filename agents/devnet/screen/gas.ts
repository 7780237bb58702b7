// SPDX-License-Identifier: GPL-3.0-or-later
import { type Abi, decodeFunctionData } from "viem";
import type { ChainClient } from "../../kernel/chain/chain.ts";
import type { Deployment } from "../../kernel/chain/deployment.ts";
import { abis } from "../../sdk/abis.generated.ts";
import { CONTRACT_NAMES } from "../../sdk/contracts.generated.ts";

export type GasOfCall = { call: string; transactions: number; averageGas: bigint };

/** What each kind of call cost, over all transactions to our contracts, dearest first. */
export async function gasByCall(
  publicClient: ChainClient,
  { contracts, startBlock }: Deployment,
): Promise<GasOfCall[]> {
  const nameAt = new Map(CONTRACT_NAMES.map((name) => [contracts[name].toLowerCase(), name]));
  const total = new Map<string, { transactions: number; gas: bigint }>();
  const head = await publicClient.getBlockNumber({ cacheTime: 0 });
  for (let blockNumber = startBlock; blockNumber <= head; blockNumber += 1n) {
    const { transactions } = await publicClient.getBlock({ blockNumber, includeTransactions: true });
    for (const { to, input, hash } of transactions) {
      const name = to ? nameAt.get(to.toLowerCase()) : undefined;
      if (!name) continue;
      const abi: Abi = abis[name];
      const call = `${name}.${decodeFunctionData({ abi, data: input }).functionName}`;
      const { gasUsed } = await publicClient.getTransactionReceipt({ hash });
      const sum = total.get(call) ?? { transactions: 0, gas: 0n };
      total.set(call, { transactions: sum.transactions + 1, gas: sum.gas + gasUsed });
    }
  }
  return [...total]
    .map(([call, { transactions, gas }]) => ({ call, transactions, averageGas: gas / BigInt(transactions) }))
    .sort((a, b) => Number(b.averageGas - a.averageGas));
}
