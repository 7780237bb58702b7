// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { buyFunction, EditionBoughtEvent, purchasePolicyErrors } from "../abis/purchasePolicy.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { FundingSource } from "../chain/fundingSource.ts";
import { takes } from "../chain/takes.ts";
import type { Offer } from "./offer.ts";

export type BuyEditionParameters = {
  contentId: Hex;
  edition: bigint;
  /** The offer as shown to the buyer, {@link getOffer}: a price that changed on the way is refused. */
  offer: Offer;
  /** Who gets the edition; the account by default. */
  viewer?: Address | undefined;
  /** `allowance` by default; ETH is sent along. */
  source?: FundingSource | undefined;
};

/**
 * Buys an edition of a work, for ever or for a time, and pays the work's payee. A purchase for a time begins when the last one ends.
 * Buy the edition that the work's policy asks for.
 *
 * @throws BalanceTooLow; ContractRefused, as of `PurchasePolicy_OfferChanged` with the present offer.
 * @example
 * const offer = await client.access.getOffer({ contentId, edition: 0n });
 * const { endsAt } = await client.access.buySync({ contentId, edition: 0n, offer, source: "permit" });
 */
export const buyEdition = defineWrite({
  contract: "purchasePolicy",
  functions: [buyFunction],
  event: EditionBoughtEvent,
  errors: purchasePolicyErrors,
  deposit: takes(({ offer, source = "allowance" }: BuyEditionParameters) => ({
    source,
    token: offer.token,
    amountWei: offer.price,
  })),
  call: ({ contentId, edition, offer, viewer }: BuyEditionParameters, { account }, funding) => ({
    args: [contentId, edition, offer, viewer ?? account, funding],
  }),
  result: ({ endsAt, price }) => ({ endsAt, paidWei: price }),
});
