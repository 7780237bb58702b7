// SPDX-License-Identifier: MIT
import { type Address, type Hex, zeroAddress } from "viem";
import { getBlockNumber } from "viem/actions";
import { committeeOfFunction, membersOfFunction } from "../abis/keyRegistry.generated.ts";
import type { AnyClient } from "../chain/clients.ts";
import { defineRead, type ReadOptions } from "../chain/defineRead.ts";
import type { AnswerOf } from "../chain/namedInputs.ts";
import { readAll } from "../chain/readAll.ts";
import type { Committee, CommitteeMember } from "../encryption/committee.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { getOperator } from "../operators/getOperator.ts";

/** `Role.Keyholder` of OperatorRegistry. */
export const KEYHOLDER_ROLE = 2;

/** A committee in the contract's words; zeros for an unknown one. */
export const getCommitteeOf = defineRead("keyRegistry", committeeOfFunction);
/** The threshold, members and points of one epoch of a committee, in the contract's words. */
export const getMembersOf = defineRead("keyRegistry", membersOfFunction);

/** A committee in its present epoch. */
export type CommitteeState = { committeeId: Hex } & AnswerOf<typeof committeeOfFunction>;

export type GetCommitteeParameters = ReadOptions & {
  committeeId: Hex;
  /** The present one by default. */
  epoch?: number | undefined;
};
/** A place without a member has the zero address, and no endpoint. */
export type GetCommitteeReturnType = Omit<Committee, "members"> & {
  owner: Address;
  members: readonly (CommitteeMember & {
    /** What the member stands to lose for a false answer; 0 once its operator has left or was slashed. */
    bondWei: bigint;
  })[];
};

/**
 * Reads a committee: who holds its key shares in one epoch, where each serves, and the points that tell true answers from false
 * ones. All is of one block.
 *
 * @throws TributaryError for an unknown committee, or an epoch that has not begun.
 * @example
 * const { publicKey, threshold, members } = await client.committee.getCommittee({ committeeId });
 */
export async function getCommittee(
  client: AnyClient,
  { committeeId, epoch, ...options }: GetCommitteeParameters,
): Promise<GetCommitteeReturnType> {
  const { blockNumber = await getBlockNumber(client, { cacheTime: 0 }) } = options;
  const at = { ...options, blockNumber };
  const state = await getCommitteeOf(client, { committeeId, ...at });
  const [threshold, operators, points] = await getMembersOf(client, {
    ...{ committeeId, epoch: epoch ?? state.epoch, ...at },
  });
  if (state.owner === zeroAddress || operators.length === 0) throw unknown(committeeId, epoch);
  const calls = operators.map((operator) => getOperator.call(client, { operator, ...at }));
  const known = await readAll(client, calls, at);
  const members = operators.map((address, place) => {
    const { endpoint, bond: bondWei } = known[place]!;
    return { address, point: points[place]!, endpoint, bondWei };
  });
  const { owner, publicKey } = state;
  return { id: committeeId, owner, epoch: epoch ?? state.epoch, threshold, publicKey, members };
}

const unknown = (committeeId: Hex, epoch = 0) =>
  new TributaryError(`no committee ${committeeId} has an epoch ${epoch} on this chain`, {
    advice: "check the id, the epoch and the chain",
  });
