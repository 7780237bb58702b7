// SPDX-License-Identifier: MIT
import type { PolicyKey } from "./policies.ts";
import type { AccessTerms, ComposedTerms, ForeignTerms } from "./terms.ts";

/** The kinds of terms that one contract of the protocol reads by itself. */
export type PlainTerms = Exclude<AccessTerms, ComposedTerms | ForeignTerms>;

/** A contract, and the fields of its terms in order, each with its type on chain: what `abi.encode` takes. */
type Shape = readonly [policy: PolicyKey, fields: Fields];
type Fields = { readonly [name in string]: string };

/** By the kind of terms; see the contracts in `src/access`. */
export const SHAPES: Readonly<Record<PlainTerms["kind"], Shape>> = {
  free: ["freePolicy", {}],
  stream: ["streamPolicy", { token: "address", rate: "uint88" }],
  seat: ["seatPolicy", { token: "address", rate: "uint88" }],
  metered: ["meteredPolicy", { sequencer: "address", pricePerPeriodWei: "uint96" }],
  purchase: ["purchasePolicy", { edition: "uint256" }],
  erc20: ["erc20Policy", { token: "address", minimumWei: "uint256" }],
  // without an id, any token of the collection: the only field that can be left out
  erc721: ["erc721Policy", { collection: "address", tokenId: "uint256" }],
  erc1155: ["erc1155Policy", { collection: "address", tokenId: "uint256", minimum: "uint256" }],
  allowList: ["allowListPolicy", { root: "bytes32" }],
  collaborators: ["collaboratorPolicy", { accounts: "address[]" }],
};

/** @returns The names of the fields; with `isShort`, without the last. */
export const namesOf = (fields: Fields, isShort: boolean): string[] =>
  Object.keys(fields).slice(0, isShort ? -1 : undefined);

/** The rules of a composition, in the contract's order; see `src/types/Rule.sol`. */
export const RULES = ["allOf", "anyOf", "not"] as const;

/** What a composition's terms are: a rule, and its parts. */
export const composedParameters = [
  { name: "rule", type: "uint8" },
  {
    name: "parts",
    type: "tuple[]",
    components: [
      { name: "policy", type: "address" },
      { name: "terms", type: "bytes" },
    ],
  },
] as const;
