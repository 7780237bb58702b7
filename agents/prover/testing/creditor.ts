// SPDX-License-Identifier: GPL-3.0-or-later
import { createWalletClient, http, publicActions, slice, type TransactionReceipt } from "viem";
import type { Devchain } from "../../localnet/devchain.ts";
import { approve } from "../../sdk/chain/approve.ts";
import { foundry } from "../../sdk/chain/foundry.ts";
import { credit, seal } from "../../sdk/splits/actions.ts";
import { encodeLink } from "../../splits/batch.ts";
import type { Credit } from "../../splits/segment.ts";

/** An account with `streamWei` that can credit splits by hand, and a client that signs for it. */
export async function newCreditor(devchain: Devchain, streamWei: bigint) {
  const { account } = await devchain.newAccount(streamWei);
  const transport = http(devchain.rpcUrl);
  const client = createWalletClient({ account, chain: foundry, transport, pollingInterval: 20 }).extend(
    publicActions,
  );
  const { SplitRollup: splitRollup, StreamToken: streamToken } = devchain.deployment.contracts;
  return {
    client,
    seal: (segment: bigint) => seal.sync(client, { splitRollup, segment }),
    async credit(segment: bigint, credits: readonly Credit[]): Promise<TransactionReceipt> {
      // one approval for all credits
      await approve(client, { token: streamToken, spender: splitRollup, amountWei: streamWei });
      const entries = slice(encodeLink(credits), 2);
      const amountWei = credits.reduce((sum, { amountWei }) => sum + amountWei, 0n);
      const { receipt } = await credit.sync(client, {
        splitRollup,
        streamToken,
        segment,
        entries,
        amountWei,
      });
      return receipt;
    },
  };
}
