// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex, PublicClient } from "viem";
import { tokenDistributionAbi, tokenVestingAbi } from "../client/abis.generated.ts";
import type { Deployment } from "../kernel/deployment.ts";
import type { Person } from "./cast.ts";

/** Pays the creators' pool what has vested of it: a tenth of 45 % of the supply at launch. Anyone may send this. */
export async function releaseCreatorsPool(
  client: Pick<PublicClient, "readContract" | "waitForTransactionReceipt">,
  wallet: Person["wallet"],
  { contracts }: Pick<Deployment, "contracts">,
): Promise<Hex> {
  const key = await client.readContract({
    address: contracts.TokenDistribution,
    abi: tokenDistributionAbi,
    functionName: "grantKeyOf",
    args: [0],
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
