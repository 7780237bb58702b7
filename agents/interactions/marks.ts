// SPDX-License-Identifier: GPL-3.0-or-later
import type { LoggedMark } from "./interactionLogs.ts";

const ALL = 2n ** 256n - 1n;
const MARK = 0xffffn;

/** The final record of marks of each of a posting's strides, from all that was demanded and shown of it, in order. */
export function marksOf(logged: readonly LoggedMark[], strides: number): bigint[] {
  const marks = Array<bigint>(strides).fill(0n);
  const unshown = new Set<string>();
  for (const { stride, place, version } of logged) {
    const shift = BigInt(16 * place);
    const mark = version === undefined ? MARK : BigInt(1 + version);
    marks[stride] = (marks[stride]! & ~(MARK << shift)) | (mark << shift);
    unshown[version === undefined ? "add" : "delete"](`${stride}/${place}`);
  }
  // one signature that was not shown ends the whole posting
  return unshown.size === 0 ? marks : marks.map(() => ALL);
}
