// SPDX-License-Identifier: MIT
const components = [
  { name: "x", type: "uint256" },
  { name: "y", type: "uint256" },
] as const;

/** A point, and a list of points, as ABI types. */
export const POINT = { type: "tuple", components } as const;
export const POINTS = { type: "tuple[]", components } as const;
