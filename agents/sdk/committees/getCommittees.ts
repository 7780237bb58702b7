// SPDX-License-Identifier: MIT
import { committeeCountFunction, committeesFunction } from "../abis/keyRegistry.generated.ts";
import type { AnyClient } from "../chain/clients.ts";
import { defineRead, type ReadOptions } from "../chain/defineRead.ts";
import type { CommitteeState } from "./getCommittee.ts";

/** A part of the list of committees, in the order of founding; {@link getCommittees} reads all. */
export const getCommitteePage = defineRead("keyRegistry", committeesFunction);
/** The number of committees that were ever founded. */
export const getCommitteeCount = defineRead("keyRegistry", committeeCountFunction);

export type GetCommitteesParameters = ReadOptions;
export type GetCommitteesReturnType = CommitteeState[];

/** One call of a node reads so many: some 3 M gas. */
const PAGE = 250n;

/**
 * Reads every committee, in the order of founding, from the list on chain: no log is read. Anyone may found a committee: show those
 * of owners that you know.
 *
 * @example
 * const mine = (await client.committee.getCommittees()).filter(({ owner }) => owner === account.address);
 */
export async function getCommittees(
  client: AnyClient,
  options: GetCommitteesParameters = {},
): Promise<GetCommitteesReturnType> {
  const all: CommitteeState[] = [];
  // the list only grows, so pages of different blocks fit together
  for (let from = 0n; ; from += PAGE) {
    const [ids, states] = await getCommitteePage(client, { from, count: PAGE, ...options });
    all.push(...states.map((state, at) => ({ committeeId: ids[at]!, ...state })));
    if (ids.length < PAGE) return all;
  }
}
