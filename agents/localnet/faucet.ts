// SPDX-License-Identifier: GPL-3.0-or-later
import { type Account, type Address, formatEther, type Hex, parseEther } from "viem";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { UserError } from "../kernel/process/errors.ts";
import { streamTokenAbi } from "../sdk/abis.generated.ts";
import { releaseCreatorsAllocation } from "./releaseCreatorsAllocation.ts";

const ETHER = parseEther("10");

type Funded = "StreamToken" | "TokenDistribution" | "TokenVesting";

/**
 * Sends `streamWei` and ten ether to each of `accounts`, out of the creators' allocation of a development chain, whose holder
 * is anvil's first account. Throws a UserError when the allocation holds less.
 */
export async function fund(
  { publicClient, walletClient, deployment }: ChainConnection<Funded, Account>,
  accounts: readonly Address[],
  streamWei: bigint,
): Promise<void> {
  const token = { address: deployment.contracts.StreamToken, abi: streamTokenAbi } as const;
  const neededWei = streamWei * BigInt(accounts.length);
  const heldWei = () =>
    publicClient.readContract({ ...token, functionName: "balanceOf", args: [walletClient.account.address] });
  if ((await heldWei()) < neededWei) await releaseCreatorsAllocation(publicClient, walletClient, deployment);
  const held = await heldWei();
  if (held < neededWei) {
    throw new UserError(
      `The faucet holds ${formatEther(held)} STREAM: what has vested of the creators' allocation and is not given away.`,
      "Ask for less with --stream, or let a new chain begin.",
    );
  }
  const hashes: Hex[] = [];
  for (const to of accounts) {
    hashes.push(await walletClient.sendTransaction({ to, value: ETHER }));
    if (streamWei > 0n)
      hashes.push(
        await walletClient.writeContract({ ...token, functionName: "transfer", args: [to, streamWei] }),
      );
  }
  await Promise.all(hashes.map((hash) => publicClient.waitForTransactionReceipt({ hash })));
}
