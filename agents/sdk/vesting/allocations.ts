// SPDX-License-Identifier: MIT

/** The supply of STREAM, in wei. */
export const SUPPLY_WEI = 10n ** 27n;

/** The parts of the supply, in percent. */
export const ALLOCATIONS = [
  { name: "creators", percent: 45 },
  { name: "viewers", percent: 20 },
  { name: "staking", percent: 15 },
  { name: "platform", percent: 10 },
  { name: "development", percent: 10 },
] as const;

export type AllocationName = (typeof ALLOCATIONS)[number]["name"];

/** @returns The number of an allocation in the contracts: see `src/types/Allocation.sol`. */
export function allocationOf(allocation: AllocationName): number {
  return ALLOCATIONS.findIndex(({ name }) => name === allocation);
}
