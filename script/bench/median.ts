// SPDX-License-Identifier: GPL-3.0-or-later

/** The median, which one busy moment of the machine does not move. */
export const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
