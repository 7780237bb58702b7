// SPDX-License-Identifier: MIT
// A committee whose key nobody ever knows: the steps of its generation, and its members' agreements afterwards.
import {
  beginFunction,
  commitFunction,
  complainFunction,
  confirmedByFunction,
  confirmFunction,
  DealerExcludedEvent,
  DealingCommittedEvent,
  DealingRevealedEvent,
  dealersOfFunction,
  finishFunction,
  GenerationBegunEvent,
  generationCountFunction,
  generationOfFunction,
  generationsFunction,
  keyGenerationErrors,
  refreshFunction,
  revealFunction,
  SeatsConfirmedEvent,
} from "../abis/keyGeneration.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { defineWrite } from "../chain/defineWrite.ts";

const contract = { contract: "keyGeneration", errors: keyGenerationErrors } as const;

/**
 * Names the members of a committee to be, and begins the time in which they commit.
 *
 * @example
 * const { committeeId } = await client.committee.beginSync({ salt, threshold: 3, members, phaseSec: 600 });
 */
export const begin = defineWrite({ ...contract, functions: [beginFunction], event: GenerationBegunEvent });

/** Commits the account to its dealing, before any other is known. */
export const commit = defineWrite({ ...contract, functions: [commitFunction], event: DealingCommittedEvent });

/** Reveals the dealing that the account committed to. */
export const reveal = defineWrite({ ...contract, functions: [revealFunction], event: DealingRevealedEvent });

/** Excludes a dealer that sealed a wrong share. */
export const complain = defineWrite({
  ...contract,
  functions: [complainFunction],
  event: DealerExcludedEvent,
});

/** Agrees, as a member of the present epoch, to the seats of the next, `epoch`: once that has begun, a confirmation is refused. */
export const confirm = defineWrite({ ...contract, functions: [confirmFunction], event: SeatsConfirmedEvent });

/** Begins the committee's first epoch with the seats that enough members confirmed. */
export const finish = defineWrite({ ...contract, functions: [finishFunction] });

/** Begins the committee's next epoch with the seats that enough members of the present one confirmed. */
export const refreshByAgreement = defineWrite({ ...contract, functions: [refreshFunction] });

/** The members, times and dealers of a generation; zeros for an unknown one. */
export const getGeneration = defineRead("keyGeneration", generationOfFunction);
/** What the dealers of a generation have published: transport keys, and hashes of dealings. */
export const getDealers = defineRead("keyGeneration", dealersOfFunction);
/** A bit for each member that confirmed the seats of an epoch before it began. */
export const getConfirmedBy = defineRead("keyGeneration", confirmedByFunction);
/** The number of generations that were ever begun. */
export const getGenerationCount = defineRead("keyGeneration", generationCountFunction);
/** A part of the list of generations, in order. */
export const getGenerationPage = defineRead("keyGeneration", generationsFunction);

export const watchGenerationBegun = defineWatch("keyGeneration", GenerationBegunEvent);
export const watchDealingCommitted = defineWatch("keyGeneration", DealingCommittedEvent);
export const watchDealingRevealed = defineWatch("keyGeneration", DealingRevealedEvent);
export const watchDealerExcluded = defineWatch("keyGeneration", DealerExcludedEvent);
export const watchSeatsConfirmed = defineWatch("keyGeneration", SeatsConfirmedEvent);
