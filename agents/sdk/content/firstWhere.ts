// SPDX-License-Identifier: MIT

/** The first place of `count` for which `isBehind` holds, as for all that follow; `count` where it never holds. */
export function firstWhere(count: number, isBehind: (place: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBehind(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
