// SPDX-License-Identifier: GPL-3.0-or-later
import {
  type Account,
  type Address,
  type Chain,
  type HttpTransport,
  type PublicClient,
  parseEther,
} from "viem";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { UserError } from "../kernel/process/errors.ts";
import { streamTokenAbi } from "../sdk/abis.generated.ts";
import { releaseCreatorsAllocation } from "./releaseCreatorsAllocation.ts";

const ETHER = parseEther("10");

type Funded = "StreamToken" | "TokenDistribution" | "TokenVesting";

/**
 * Sends STREAM and ten ether to `to`, out of the creators' allocation of a development chain, whose holder is anvil's
 * first account. Throws a UserError when the allocation holds less.
 */
export async function fund(
  { publicClient, walletClient, deployment }: ChainConnection<Funded, Account>,
  { to, streamWei }: { to: Address; streamWei: bigint },
): Promise<void> {
  const token = { address: deployment.contracts.StreamToken, abi: streamTokenAbi } as const;
  const holder = walletClient.account.address;
  const held = () => publicClient.readContract({ ...token, functionName: "balanceOf", args: [holder] });
  if ((await held()) < streamWei)
    await releaseCreatorsAllocation(
      publicClient as PublicClient<HttpTransport, Chain>,
      walletClient,
      deployment,
    );
  if ((await held()) < streamWei) {
    throw new UserError(
      "The creators' allocation has not vested so much yet: a tenth of it, 45,000,000 STREAM, is due at launch.",
      "Ask for less with --stream.",
    );
  }
  for (const hash of [
    await walletClient.sendTransaction({ to, value: ETHER }),
    await walletClient.writeContract({ ...token, functionName: "transfer", args: [to, streamWei] }),
  ])
    await publicClient.waitForTransactionReceipt({ hash });
}
