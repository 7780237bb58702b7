// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { endsAtOfFunction, offerOfFunction } from "../abis/purchasePolicy.generated.ts";
import { defineRead } from "../chain/defineRead.ts";

/** What an edition costs: `price` in wei of `token`, 0 where it is not for sale; `durationSec` 0 for ever. */
export type Offer = { token: Address; price: bigint; durationSec: number };

/** The end of a purchase that never ends. */
export const FOR_EVER = 2 ** 40 - 1;

/** What an edition of a work costs. */
export const getOffer = defineRead("purchasePolicy", offerOfFunction, { result: (offer): Offer => offer });
/** When a viewer's access to an edition ends or ended, in seconds; 0: never bought; {@link FOR_EVER}: never ends. */
export const getEditionEndsAt = defineRead("purchasePolicy", endsAtOfFunction);
