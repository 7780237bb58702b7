// SPDX-License-Identifier: GPL-3.0-or-later
import {
  bytesToBigInt,
  bytesToHex,
  concat,
  type Hex,
  hexToBytes,
  keccak256,
  numberToHex,
  zeroHash,
} from "viem";
import { type Credit, checkSlot } from "./segment.ts";

const COUNT_BYTES = 2;
const SLOT_BYTES = 1;
const AMOUNT_BYTES = 12;
const ENTRY_BYTES = SLOT_BYTES + AMOUNT_BYTES;
const MAX_COUNT = 2 ** (8 * COUNT_BYTES) - 1;

/**
 * Packs the link that one `credit` call appends to a batch:
 * | bytes | field                        |
 * | 2     | count                        |
 * | 1, 12 | slot, amountWei, count times |
 */
export function encodeLink(credits: readonly Credit[]): Hex {
  if (credits.length === 0 || credits.length > MAX_COUNT) {
    throw new Error(`a link holds 1 to ${MAX_COUNT} credits, not ${credits.length}`);
  }
  const entries = credits.map(({ slot, amountWei }) =>
    concat([
      numberToHex(checkSlot(slot), { size: SLOT_BYTES }),
      numberToHex(amountWei, { size: AMOUNT_BYTES }),
    ]),
  );
  return concat([numberToHex(credits.length, { size: COUNT_BYTES }), ...entries]);
}

/** The links of a batch, in order. Throws when `batch` ends within a link. */
export function linksOf(batch: Hex): Hex[] {
  return cut(batch).map((link) => bytesToHex(link));
}

/** The credits of a batch, in order. Throws when `batch` ends within a link. */
export function decodeBatch(batch: Hex): Credit[] {
  return cut(batch).flatMap((link) =>
    Array.from({ length: countAt(link, 0) }, (_, i) => {
      const at = COUNT_BYTES + ENTRY_BYTES * i;
      return { slot: link[at]!, amountWei: bytesToBigInt(link.subarray(at + SLOT_BYTES, at + ENTRY_BYTES)) };
    }),
  );
}

/** The batch's hash on chain: the links folded into one hash, from zero, in order. */
export function batchHash(batch: Hex): Hex {
  return linksOf(batch).reduce((hash, link) => keccak256(concat([hash, link])), zeroHash as Hex);
}

function cut(batch: Hex): Uint8Array[] {
  const bytes = hexToBytes(batch);
  const links: Uint8Array[] = [];
  for (let at = 0, end = 0; at < bytes.length; at = end) {
    end = at + COUNT_BYTES;
    if (end <= bytes.length) end += ENTRY_BYTES * countAt(bytes, at);
    if (end > bytes.length) {
      throw new Error(`the batch is cut short: its ${bytes.length} bytes end within a link, fetch it again`);
    }
    links.push(bytes.subarray(at, end));
  }
  return links;
}

const countAt = (bytes: Uint8Array, at: number): number => bytes[at]! * 256 + bytes[at + 1]!;
