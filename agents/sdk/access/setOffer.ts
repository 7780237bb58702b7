// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { OfferSetEvent, purchasePolicyErrors, setOfferFunction } from "../abis/purchasePolicy.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { Offer } from "./offer.ts";

export type SetOfferParameters = {
  contentId: Hex;
  /** Any number: what the work's policy asks for, as `purchasePolicy({ edition })`. */
  edition: bigint;
  /** In wei; 0 ends the sale. */
  priceWei: bigint;
  /** For how long a purchase opens the edition, in seconds; for ever by default. */
  durationSec?: number | undefined;
  /** Any ERC-20; zero for ETH; STREAM by default. */
  token?: Address | undefined;
};

/**
 * Sets what an edition of a work of the account costs from now on. What was bought before stays.
 *
 * @throws ContractRefused, as of `PurchasePolicy_NotPublisher`.
 * @example
 * await client.access.setOfferSync({ contentId, edition: 0n, priceWei: parseEther("9"), durationSec: 7 * 86_400 });
 */
export const setOffer = defineWrite({
  contract: "purchasePolicy",
  functions: [setOfferFunction],
  event: OfferSetEvent,
  errors: purchasePolicyErrors,
  call: ({ contentId, edition, priceWei, durationSec = 0, token }: SetOfferParameters, { addressOf }) => {
    const offer: Offer = { token: token ?? addressOf("streamToken"), price: priceWei, durationSec };
    return { args: [contentId, edition, offer] };
  },
});
