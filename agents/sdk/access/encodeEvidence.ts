// SPDX-License-Identifier: MIT
import { type Address, encodeAbiParameters, type Hex } from "viem";
import { parametersOf } from "../chain/abiItems.ts";
import type { SignedPaidPeriod } from "./paidPeriod.ts";
import type { AccessTerms } from "./terms.ts";

/** What a viewer can show; what is missing shows nothing. */
export type Shown = {
  /** Of a stream that is not the viewer's own of salt 0: who opened it, and its salt. */
  stream?: { opener: Address; salt: bigint } | undefined;
  /** The receipt for the period, from the sequencer that the terms name. */
  paidPeriod?: SignedPaidPeriod | undefined;
  /** The viewer's path in the list with that root: {@link AllowList.pathOf}. */
  pathOf?: ((root: Hex) => Hex[] | undefined) | undefined;
};

const receiptParameters = [
  {
    type: "tuple",
    components: [
      { name: "viewer", type: "address" },
      { name: "contentId", type: "bytes32" },
      { name: "period", type: "uint64" },
      { name: "price", type: "uint96" },
      { name: "expiresAt", type: "uint40" },
    ],
  },
  { type: "bytes" },
] as const;

/**
 * Writes what a viewer shows under `terms`, each part its own. Policies that need nothing are shown nothing.
 *
 * @example
 * const evidence = encodeEvidence(terms, { paidPeriod });
 * const asked = { viewer: account.address, contentId, rendition, period, evidence };
 * const allowed = await client.access.getHasAccess(asked);
 */
export function encodeEvidence(terms: AccessTerms, shown: Shown): Hex {
  switch (terms.kind) {
    case "allOf":
    case "anyOf":
    case "not": {
      const parts = terms.parts.map((part) => encodeEvidence(part, shown));
      if (parts.every((part) => part === "0x")) return "0x";
      return encodeAbiParameters(parametersOf("bytes[]"), [parts]);
    }
    case "stream":
      if (shown.stream === undefined) return "0x";
      return encodeAbiParameters(parametersOf("address", "uint64"), [shown.stream.opener, shown.stream.salt]);
    case "metered":
      if (shown.paidPeriod === undefined) return "0x";
      return encodeAbiParameters(receiptParameters, [shown.paidPeriod.receipt, shown.paidPeriod.signature]);
    case "allowList": {
      const path = shown.pathOf?.(terms.root);
      return path === undefined ? "0x" : encodeAbiParameters(parametersOf("bytes32[]"), [path]);
    }
    default:
      return "0x";
  }
}
