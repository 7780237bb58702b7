// SPDX-License-Identifier: MIT
import { zeroAddress } from "viem";
import type { Handlers } from "../events.ts";
import { change, idOf } from "../store.ts";
import { deposits } from "./deposits.ts";

/** A policy of 0 is none, whatever terms came with it. */
const stored = ({ policy, terms }: { policy: `0x${string}`; terms: `0x${string}` }) =>
  policy === zeroAddress ? { policy, terms: "0x" as const } : { policy, terms };

export const policies = {
  PolicySet: (store, { args: { contentId, rendition, ...set } }) =>
    change(store, "policy", idOf(contentId, rendition), () => ({ contentId, rendition, ...stored(set) })),
  DefaultPolicySet: (store, { args: { contentId, ...set } }) =>
    change(store, "defaultPolicy", contentId, () => stored(set)),
  async DelegateSet(store, { args: { viewer, delegate, series, expiresAt } }) {
    const named = { viewer, delegate, series: BigInt(series), expiresAt: BigInt(expiresAt) };
    await change(store, "delegate", idOf(viewer, delegate), () => named);
  },
  DelegatesRevoked: (store, { args: { viewer, series } }) =>
    change(store, "delegateSeries", viewer, () => ({ series: BigInt(series) })),
} satisfies Handlers<"AccessPolicy">;

export const shop = {
  ...deposits,
  OfferSet: (store, { args: { contentId, edition, token, price, durationSec } }) =>
    change(store, "offer", idOf(contentId, edition), () => ({
      ...{ contentId, edition, token, price },
      durationSec: BigInt(durationSec),
    })),
  EditionBought: (store, { args: { contentId, edition, viewer, endsAt } }) =>
    change(store, "purchase", idOf(contentId, edition, viewer), () => ({
      ...{ contentId, edition, viewer },
      endsAt: BigInt(endsAt),
    })),
} satisfies Handlers<"PurchasePolicy">;
