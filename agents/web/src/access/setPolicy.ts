// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import { setDefaultPolicy } from "../../../sdk/access/setDefaultPolicy.ts";
import { setOffer } from "../../../sdk/access/setOffer.ts";
import type { Wallet } from "../wallet/wallet.ts";
import type { Composed } from "./draft.ts";

/** Sets what a policy's editions cost, and then the policy: nobody meets a purchase without a price. */
export async function setPolicyOf(
  wallet: Wallet,
  contentId: Hex,
  { terms, offers }: Composed,
  onWait: (what: string) => void,
): Promise<void> {
  for (const [at, { price: priceWei, durationSec, token }] of offers.entries()) {
    onWait(wallet.asks("Setting the price on chain", "send the transaction"));
    const offer = { contentId, edition: BigInt(at), priceWei, durationSec, token };
    await setOffer.sync(wallet.client, offer);
  }
  onWait(wallet.asks("Setting the policy on chain", "send the transaction"));
  await setDefaultPolicy.sync(wallet.client, { contentId, policy: terms });
}
