// SPDX-License-Identifier: MIT
// The actions of `client.committee`: who holds the key shares of a committee, and what proves that a key node lied.
import { FalseAnswerProvenEvent, isFalseFunction } from "../abis/keyCourt.generated.ts";
import {
  CommitteeDealtEvent,
  dealFunction,
  EpochStartedEvent,
  keyRegistryErrors,
  refreshFunction,
  seatOfFunction,
} from "../abis/keyRegistry.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { defineWrite } from "../chain/defineWrite.ts";

export {
  begin,
  commit,
  complain,
  confirm,
  finish,
  getConfirmedBy,
  getDealers,
  getGeneration,
  getGenerationCount,
  getGenerationPage,
  refreshByAgreement,
  reveal,
  watchDealerExcluded,
  watchDealingCommitted,
  watchDealingRevealed,
  watchGenerationBegun,
  watchSeatsConfirmed,
} from "./generationActions.ts";
export { getCommittee, getCommitteeOf, getMembersOf } from "./getCommittee.ts";
export { getCommitteeCount, getCommitteePage, getCommittees } from "./getCommittees.ts";
export { type SignedAnswer, slashKeyholder } from "./slashKeyholder.ts";

const registry = { contract: "keyRegistry", errors: keyRegistryErrors } as const;

/**
 * Founds a committee whose key the account has dealt, with the points of the members' key shares.
 *
 * @throws ContractRefused, as of `KeyRegistry_NotAKeyholder` for a member that does not serve.
 * @example
 * const { committeeId } = await client.committee.dealSync({ salt, publicKey, threshold: 3, members, points });
 */
export const deal = defineWrite({ ...registry, functions: [dealFunction], event: CommitteeDealtEvent });

/** Begins the next epoch of the account's committee: new key shares of the same key, and possibly other members. */
export const refresh = defineWrite({ ...registry, functions: [refreshFunction], event: EpochStartedEvent });

/** Whether an answer is false, whoever signed it. */
export const getIsFalse = defineRead("keyCourt", isFalseFunction);
/** Who has a place in a committee in one epoch, and the compressed point of the member's key share. */
export const getSeat = defineRead("keyRegistry", seatOfFunction);

export const watchCommitteeDealt = defineWatch("keyRegistry", CommitteeDealtEvent);
export const watchEpochStarted = defineWatch("keyRegistry", EpochStartedEvent);
export const watchFalseAnswerProven = defineWatch("keyCourt", FalseAnswerProvenEvent);
