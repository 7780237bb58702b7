// SPDX-License-Identifier: GPL-3.0-or-later
import { createWalletClient, http, publicActions, slice, type TransactionReceipt } from "viem";
import { foundry } from "viem/chains";
import type { Devchain } from "../../localnet/devchain.ts";
import { splitRollupAbi } from "../../sdk/abis.generated.ts";
import { approve } from "../../sdk/chain/approve.ts";
import { confirmWrite } from "../../sdk/chain/confirmWrite.ts";
import { encodeLink } from "../../splits/batch.ts";
import type { Credit } from "../../splits/segment.ts";

/** An account with `streamWei` that can credit splits by hand, and a client that signs for it. */
export async function newCreditor(devchain: Devchain, streamWei: bigint) {
  const { account } = await devchain.newAccount(streamWei);
  const transport = http(devchain.rpcUrl);
  const client = createWalletClient({ account, chain: foundry, transport, pollingInterval: 20 }).extend(
    publicActions,
  );
  const { SplitRollup: rollup, StreamToken: token } = devchain.deployment.contracts;
  return {
    client,
    seal: (segment: bigint) =>
      confirmWrite(client, { abi: splitRollupAbi, address: rollup, functionName: "seal", args: [segment] }),
    async credit(segment: bigint, credits: readonly Credit[]): Promise<TransactionReceipt> {
      await approve(client, { token, spender: rollup, amountWei: streamWei });
      const entries = slice(encodeLink(credits), 2);
      return confirmWrite(client, {
        abi: splitRollupAbi,
        address: rollup,
        functionName: "credit",
        args: [segment, entries],
      });
    },
  };
}
