// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address } from "viem";
import type { Listed } from "../works.ts";

export type Creator = { address: Address; works: number; isOwn: boolean };

/** The choice of all creators together. */
export const EVERYONE = "everyone";

/** Who published something, the most works first, after one's own account. */
export function creatorsOf(works: readonly Pick<Listed, "publisher">[], own: Address | undefined): Creator[] {
  const counts = new Map<Address, number>(own ? [[own, 0]] : []);
  for (const { publisher } of works) counts.set(publisher, (counts.get(publisher) ?? 0) + 1);
  return [...counts]
    .map(([address, count]) => ({ address, works: count, isOwn: address === own }))
    .sort((a, b) => Number(b.isOwn) - Number(a.isOwn) || b.works - a.works);
}
