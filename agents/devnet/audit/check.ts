// SPDX-License-Identifier: GPL-3.0-or-later
import { formatEther } from "viem";

/** Something that must hold; `actual` comes from the chain. */
export type Check = { property: string; what: string; expected: bigint; actual: bigint };

/** The checks that do not hold, one a line. */
export function failuresOf(checks: readonly Check[]): string[] {
  return checks
    .filter(({ expected, actual }) => expected !== actual)
    .map(
      ({ property, what, expected, actual }) =>
        `${property}: ${what}: expected ${formatEther(expected)}, the chain says ${formatEther(actual)}`,
    );
}
