// SPDX-License-Identifier: GPL-3.0-or-later
import type { Account, Chain, Hex, PublicClient, Transport, WalletClient } from "viem";
import type { Deployment } from "../kernel/chain/deployment.ts";
import { tokenDistributionAbi, tokenVestingAbi } from "../sdk/abis.generated.ts";
import { type AllocationName, allocationOf } from "../sdk/vesting/allocations.ts";

/** Releases the vested part of an allocation to whom it is for: a tenth at launch. Anyone may call it. */
export async function releaseAllocation(
  client: Pick<PublicClient, "readContract" | "waitForTransactionReceipt">,
  wallet: WalletClient<Transport, Chain, Account>,
  { contracts }: Pick<Deployment<"TokenDistribution" | "TokenVesting">, "contracts">,
  name: AllocationName,
): Promise<Hex> {
  const key = await client.readContract({
    address: contracts.TokenDistribution,
    abi: tokenDistributionAbi,
    functionName: "grantKeyOf",
    args: [allocationOf(name)],
  });
  const hash = await wallet.writeContract({
    address: contracts.TokenVesting,
    abi: tokenVestingAbi,
    functionName: "release",
    args: [key],
  });
  await client.waitForTransactionReceipt({ hash });
  return hash;
}
