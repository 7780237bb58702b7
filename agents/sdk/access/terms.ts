// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import type { Rate } from "../streams/rate.ts";

/** Who may have the keys of a work, as data: {@link encodePolicy} writes it for the chain, {@link describePolicy} says it in words. */
export type AccessTerms =
  | FreeTerms
  | StreamTerms
  | SeatTerms
  | MeteredTerms
  | PurchaseTerms
  | Erc20Terms
  | Erc721Terms
  | Erc1155Terms
  | AllowListTerms
  | CollaboratorTerms
  | ComposedTerms
  | ForeignTerms;

/** Everybody. */
export type FreeTerms = { kind: "free" };
/** Whose stream to the work flows at `rate` at least; in STREAM by default. */
export type StreamTerms = { kind: "stream"; rate: Rate; token?: Address | undefined };
/** Who has a seat in the pool of the work, at `rate` at least; in STREAM by default. */
export type SeatTerms = { kind: "seat"; rate: Rate; token?: Address | undefined };
/** Who has a receipt of `sequencer` for the key period, at `pricePerPeriodWei` at least. */
export type MeteredTerms = { kind: "metered"; sequencer: Address; pricePerPeriodWei: bigint };
/** Who has bought an edition of the work, for ever or for a time that runs. */
export type PurchaseTerms = { kind: "purchase"; edition: bigint };
/** Who holds at least `minimumWei` of an ERC-20; of STREAM by default. */
export type Erc20Terms = { kind: "erc20"; minimumWei: bigint; token?: Address | undefined };
/** Who owns a token of an ERC-721: the one with `tokenId`, or any. */
export type Erc721Terms = { kind: "erc721"; collection: Address; tokenId?: bigint | undefined };
/** Who holds at least `minimum` of an id of an ERC-1155. */
export type Erc1155Terms = { kind: "erc1155"; collection: Address; tokenId: bigint; minimum: bigint };
/** Who is on a list, of which the chain has the Merkle root: see {@link makeAllowList}. */
export type AllowListTerms = { kind: "allowList"; root: Hex };
/** The publisher, and the named accounts. */
export type CollaboratorTerms = { kind: "collaborators"; accounts: readonly Address[] };
/** All of the parts, any of them, or not the one. */
export type ComposedTerms = { kind: "allOf" | "anyOf" | "not"; parts: readonly AccessTerms[] };
/** What a contract decides that is not of this protocol, or terms that its policy cannot read. */
export type ForeignTerms = { kind: "foreign"; policy: Address; terms: Hex };

/** Lets everybody in. */
export const freePolicy = (): FreeTerms => ({ kind: "free" });

/** Lets in whose stream to the work flows. For works that are not live, {@link meteredPolicy} asks for each period's price. */
export const streamPolicy = (terms: Omit<StreamTerms, "kind">): StreamTerms => ({ ...terms, kind: "stream" });

/** Lets in who has a seat in the work's pool. */
export const seatPolicy = (terms: Omit<SeatTerms, "kind">): SeatTerms => ({ ...terms, kind: "seat" });

/** Lets in who has paid for the very period, by the sequencer's receipt. */
export const meteredPolicy = (terms: Omit<MeteredTerms, "kind">): MeteredTerms => ({
  ...terms,
  kind: "metered",
});

/** Lets in who has bought the edition; its price is the offer's, {@link setOffer}. */
export const purchasePolicy = (terms: Omit<PurchaseTerms, "kind">): PurchaseTerms => ({
  ...terms,
  kind: "purchase",
});

/** Lets in who holds enough of an ERC-20. */
export const erc20Policy = (terms: Omit<Erc20Terms, "kind">): Erc20Terms => ({ ...terms, kind: "erc20" });

/** Lets in who owns a token of a collection: the one with `tokenId`, or any. */
export const erc721Policy = (terms: Omit<Erc721Terms, "kind">): Erc721Terms => ({ ...terms, kind: "erc721" });

/** Lets in who holds enough of an id of an ERC-1155. */
export const erc1155Policy = (terms: Omit<Erc1155Terms, "kind">): Erc1155Terms => ({
  ...terms,
  kind: "erc1155",
});

/** Lets in who is on a list: `allowListPolicy(makeAllowList(accounts))`. */
export const allowListPolicy = ({ root }: { root: Hex }): AllowListTerms => ({ kind: "allowList", root });

/** Lets in the publisher, and the named accounts. */
export const collaboratorPolicy = (...accounts: readonly Address[]): CollaboratorTerms => ({
  kind: "collaborators",
  accounts,
});

/**
 * Lets in whom every part lets in.
 *
 * @example
 * await client.access.setDefaultPolicySync({
 *   contentId, policy: allOf(erc721Policy({ collection }), not(collaboratorPolicy(banned))),
 * });
 */
export const allOf = (...parts: readonly AccessTerms[]): ComposedTerms => ({ kind: "allOf", parts });

/** Lets in whom a part lets in. */
export const anyOf = (...parts: readonly AccessTerms[]): ComposedTerms => ({ kind: "anyOf", parts });

/** Lets in whom the part denies for certain: a part that fails, or whose evidence is missing, lets nobody in here either. */
export const not = (part: AccessTerms): ComposedTerms => ({ kind: "not", parts: [part] });
