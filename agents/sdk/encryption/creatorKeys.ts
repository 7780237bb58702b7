// SPDX-License-Identifier: MIT
import { type Hex, hexToBytes } from "viem";
import { sha256 } from "../content/leaf.ts";
import { type Key, workKey } from "./keys.ts";

/** What a creator signs for {@link creatorSecret}: plain words, so that a wallet shows what the signature is worth. */
export const SECRET_MESSAGE = [
  "Tributary: the keys of my works",
  "",
  "Whoever has this signature can read every work that I encrypt. Sign it only in a program that publishes my works.",
].join("\n");

/**
 * The secret that the keys of a creator's works follow from. It is made of a signature, so there is nothing to store: the same account
 * comes to the same keys on any machine. Needs an account that signs deterministically (RFC 6979), as all keys of viem do.
 *
 * @example
 * const secret = await creatorSecret((message) => account.signMessage({ message }));
 */
export async function creatorSecret(signMessage: (message: string) => Promise<Hex>): Promise<Key> {
  return sha256(hexToBytes(await signMessage(SECRET_MESSAGE)));
}

/** The key of one work, which opens all of it: what {@link keyHash} writes into a link. */
export const workKeyOf = (secret: Key, contentId: Hex): Promise<Key> =>
  workKey(secret, { contentId, generation: 0 });
