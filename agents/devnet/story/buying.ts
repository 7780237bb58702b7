// SPDX-License-Identifier: GPL-3.0-or-later
import { type Hex, parseEther } from "viem";
import type { Offer } from "../../sdk/access/offer.ts";
import { addressesOf } from "../../sdk/addresses.ts";
import { tributaryActions } from "../../sdk/tributaryActions.ts";
import type { Person } from "./cast.ts";
import type { Telling } from "./telling.ts";
import { waitUntil } from "./waiting.ts";

/** What is sold of the work: for ever, and for a time. */
export const EDITION = 1n;
export const RENTAL = 2n;

const PRICES: ReadonlyMap<bigint, bigint> = new Map([
  [EDITION, parseEther("3")],
  [RENTAL, parseEther("0.5")],
]);
const RENTAL_SEC = 3_600;

/**
 * The buyer gets {@link EDITION} for ever and {@link RENTAL} for an hour, and gives the late one the rental for a second, which is over by the
 * clock when this resolves: blocks from now on are later.
 *
 * @returns The offers as they stand.
 */
export async function buyEditions(
  { chain, signal }: Telling,
  { contentId, seller, buyer, late }: { contentId: Hex } & Record<"seller" | "buyer" | "late", Person>,
): Promise<ReadonlyMap<bigint, Offer>> {
  const actions = tributaryActions(addressesOf(chain.deployment));
  const { access: selling } = seller.wallet.extend(actions);
  const { access: buying } = buyer.wallet.extend(actions);
  const buy = async (edition: bigint, { account }: Person, durationSec: number) => {
    await selling.setOfferSync({ contentId, edition, priceWei: PRICES.get(edition)!, durationSec });
    const offer = await buying.getOffer({ contentId, edition });
    const { endsAt } = await buying.buySync({ contentId, edition, offer, viewer: account.address });
    return { offer, endsAt };
  };
  const { endsAt } = await buy(RENTAL, late, 1);
  const rental = await buy(RENTAL, buyer, RENTAL_SEC);
  const forEver = await buy(EDITION, buyer, 0);
  await waitUntil("the end of a rental", async () => Date.now() / 1_000 > endsAt, { signal });
  return new Map([
    [RENTAL, rental.offer],
    [EDITION, forEver.offer],
  ]);
}
