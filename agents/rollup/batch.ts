// SPDX-License-Identifier: GPL-3.0-or-later
import { concat, type Hex, keccak256, numberToHex, size, slice, zeroHash } from "viem";
import { type Credit, checkSlot } from "./segment.ts";

const COUNT_BYTES = 2;
const SLOT_BYTES = 1;
const AMOUNT_BYTES = 12;
const ENTRY_BYTES = SLOT_BYTES + AMOUNT_BYTES;
const MAX_COUNT = 2 ** (8 * COUNT_BYTES) - 1;

/**
 * What one `credit` call appends to a batch, packed:
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

/** A batch is its links, one after the other. Throws when `batch` ends within one. */
export function linksOf(batch: Hex): Hex[] {
  const links: Hex[] = [];
  const length = size(batch);
  for (let at = 0; at < length; ) {
    if (at + COUNT_BYTES > length) throw cutShort(length);
    const end = at + COUNT_BYTES + ENTRY_BYTES * Number(slice(batch, at, at + COUNT_BYTES));
    if (end > length) throw cutShort(length);
    links.push(slice(batch, at, end));
    at = end;
  }
  return links;
}

/** The credits of a batch, in order. Throws when `batch` ends within a link. */
export function decodeBatch(batch: Hex): Credit[] {
  return linksOf(batch).flatMap((link) => {
    const count = Number(slice(link, 0, COUNT_BYTES));
    return Array.from({ length: count }, (_, i) => {
      const at = COUNT_BYTES + ENTRY_BYTES * i;
      return {
        slot: Number(slice(link, at, at + SLOT_BYTES)),
        amountWei: BigInt(slice(link, at + SLOT_BYTES, at + ENTRY_BYTES)),
      };
    });
  });
}

/** What the chain knows a batch by: its links folded into one hash, from zero, as they came. */
export function batchHash(batch: Hex): Hex {
  return linksOf(batch).reduce((hash, link) => keccak256(concat([hash, link])), zeroHash as Hex);
}

function cutShort(length: number): Error {
  return new Error(`the batch is cut short: its ${length} bytes end within a link, fetch it again`);
}
