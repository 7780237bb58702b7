// SPDX-License-Identifier: MIT
import { type Hex, hexToBytes } from "viem";
import type { Manifest } from "../content/manifestFields.ts";
import { concatBytes } from "../content/merkle.ts";
import { hkdf } from "./hkdf.ts";

/** A work's secret key, or one that follows from it: 32 bytes. */
export type Key = Uint8Array;

/** The work that a key belongs to. */
export type KeyedWork = {
  contentId: Hex;
  generation: number;
  /** Verified; with the capsules of the keys, where the work has a committee. */
  manifest?: Manifest | undefined;
};

/** The key of a whole work. */
export const workKey = (secret: Key, work: KeyedWork): Promise<Key> => derive(secret, "work", work);

/** The key of one rendition, from the work's. */
export const renditionKey = (key: Key, work: KeyedWork, rendition: number): Promise<Key> =>
  derive(key, "rendition", work, rendition);

/** The key of one period of a rendition. */
export const periodKey = (key: Key, work: KeyedWork, rendition: number, period: number): Promise<Key> =>
  derive(key, "period", work, rendition, period);

/** The key of one fragment. */
export const fragmentKey = (
  key: Key,
  work: KeyedWork,
  rendition: number,
  period: number,
  fragment: number,
): Promise<Key> => derive(key, "fragment", work, rendition, period, fragment);

/** The info names the key's whole place, so that no key fits another. */
async function derive(key: Key, label: string, work: KeyedWork, ...numbers: number[]): Promise<Key> {
  const place = [hexToBytes(work.contentId), ...[work.generation, ...numbers].map(uint32)];
  return hkdf(key, concatBytes([labelOf(label), ...place]));
}

/** `tributary/v1/`, the label, and a zero byte: no label begins another. */
export function labelOf(label: string): Uint8Array {
  const bytes = labels.get(label) ?? new TextEncoder().encode(`tributary/v1/${label}\0`);
  labels.set(label, bytes);
  return bytes;
}

/** Those in use, of which there are few. */
const labels = new Map<string, Uint8Array>();

export function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
