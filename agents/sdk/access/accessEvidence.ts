// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import type { AnyClient } from "../chain/clients.ts";
import type { ReadOptions } from "../chain/defineRead.ts";
import type { PricedPeriod } from "../channels/periodPayments.ts";
import type { KeyPlace } from "../encryption/committeeKeys.ts";
import { encodeEvidence, type Shown } from "./encodeEvidence.ts";
import { getHasAccess } from "./getHasAccess.ts";
import { getPolicy } from "./getPolicy.ts";
import type { SignedPaidPeriod } from "./paidPeriod.ts";
import type { AccessTerms, MeteredTerms } from "./terms.ts";

export type AccessEvidenceParameters = Pick<ReadOptions, "accessPolicy"> & {
  viewer: Address;
  /** Gets the receipt of a period, and may pay for it; without it, metered terms are shown nothing. */
  receiptOf?: ((asked: PricedPeriod) => Promise<SignedPaidPeriod>) | undefined;
  /** What else the viewer can show. */
  shown?: Omit<Shown, "paidPeriod"> | undefined;
};

/**
 * What a viewer shows key nodes for each key, by the work's policy. A period is paid for only where nothing else lets the viewer in.
 *
 * @example
 * const { receiptOf } = periodPayments({ chainId, paymentChannels, key, session: paymentSession, sequencerUrl, sessionAccount });
 * const evidence = accessEvidence(client, { viewer: account.address, receiptOf });
 * const keys = committeeKeys({ client, viewer: account.address, signer: account, evidence });
 */
export function accessEvidence(
  client: AnyClient,
  { viewer, receiptOf, shown = {}, ...options }: AccessEvidenceParameters,
): (place: KeyPlace) => Promise<Hex> {
  const policies = new Map<string, Promise<AccessTerms | undefined>>();
  function termsOf({ contentId, rendition }: KeyPlace) {
    const name = `${contentId} ${rendition}`;
    const asked =
      policies.get(name) ?? getPolicy(client, { ...options, contentId, rendition: BigInt(rendition) });
    policies.set(name, asked);
    asked.catch(() => policies.delete(name));
    return asked;
  }

  return async (place) => {
    const terms = await termsOf(place);
    if (!terms) return "0x";
    const free = encodeEvidence(terms, shown);
    const metered = receiptOf && meteredIn(terms);
    if (!metered) return free;
    const { contentId, rendition, period } = place;
    const asked = { viewer, contentId, rendition: BigInt(rendition), period: BigInt(period) };
    if (terms !== metered && (await getHasAccess(client, { ...options, ...asked, evidence: free })))
      return free;
    const { pricePerPeriodWei: priceWei } = metered;
    const paidPeriod = await receiptOf({ contentId, period: BigInt(period), priceWei });
    return encodeEvidence(terms, { ...shown, paidPeriod });
  };
}

/** The first metered part of a policy. */
function meteredIn(terms: AccessTerms): MeteredTerms | undefined {
  if (terms.kind === "metered") return terms;
  if (!("parts" in terms)) return undefined;
  return terms.parts.map(meteredIn).find((part) => part !== undefined);
}
