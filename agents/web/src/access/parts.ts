// SPDX-License-Identifier: GPL-3.0-or-later
import type { AccessTerms } from "../../../sdk/access/terms.ts";

/** What a part of a policy can be, in the form. */
export type PartKind = Exclude<AccessTerms["kind"], "allOf" | "anyOf" | "not" | "foreign">;
export type FieldName = keyof typeof FIELDS;

/** What each field is called, and what stands below it. `isLong`: takes many lines. */
export const FIELDS = {
  price: { label: "Price, in STREAM", hint: "Above zero." },
  perMinute: { label: "STREAM a minute", hint: "The stream flows at this rate, or faster." },
  perDay: { label: "STREAM a day", hint: "What a seat costs in a day." },
  days: { label: "For so many days", hint: "Empty: for ever." },
  token: { label: "Token", hint: "The address of an ERC-20. Empty: STREAM." },
  minimum: { label: "At least", hint: "In whole tokens, such as 10 or 0.5." },
  collection: { label: "Collection", hint: "The address of its contract." },
  tokenId: { label: "Token number", hint: "Empty: any, of an ERC-721." },
  count: { label: "At least so many", hint: "1 or more." },
  accounts: { label: "Addresses", hint: "One a line, or with commas between.", isLong: true },
} as const satisfies Record<string, { label: string; hint: string; isLong?: true }>;

type Part = {
  label: string;
  fields: readonly FieldName[];
  /** What a trial cannot know. */
  caveat?: string;
};

export const PARTS: Readonly<Record<PartKind, Part>> = {
  free: { label: "Everybody", fields: [] },
  metered: {
    label: "Pays for each key period",
    fields: ["price"],
    caveat:
      "Paying for each period is decided as the work plays: the sequencer gives a receipt to whoever pays.",
  },
  purchase: { label: "Bought it, for ever or for a time", fields: ["price", "days"] },
  stream: {
    label: "A stream flows to the work",
    fields: ["perMinute"],
    caveat: "Of streams, the viewer's own first one to the work is looked at here.",
  },
  seat: { label: "A seat in the work's pool", fields: ["perDay"] },
  erc20: { label: "Holds an ERC-20", fields: ["token", "minimum"] },
  erc721: { label: "Owns an ERC-721", fields: ["collection", "tokenId"] },
  erc1155: { label: "Holds an ERC-1155", fields: ["collection", "tokenId", "count"] },
  allowList: {
    label: "Stands on a list",
    fields: ["accounts"],
    caveat:
      "The chain keeps the list's root alone: hand the list out as a file, or viewers cannot show that they stand on it.",
  },
  collaborators: { label: "You, and named accounts", fields: ["accounts"] },
};
