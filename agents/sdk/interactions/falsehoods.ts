// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import {
  CommittedEvent,
  commitFunction,
  FalsifiedEvent,
  falsifyFunction,
  interactionRollupErrors,
  REVEAL_TIMEFunction,
  ReapedEvent,
  RewardTakenEvent,
  reapFunction,
  takeRewardFunction,
} from "../abis/interactionRollup.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { Assertion, Evidence } from "./assertion.ts";
import type { OfAssertion } from "./assertions.ts";
import type { Posting, Stride } from "./posting.ts";

const contract = { contract: "interactionRollup", errors: interactionRollupErrors } as const;

export type FalsifyParameters = {
  assertion: Assertion;
  /** All roots of the assertion, as `watchAsserted` shows them. */
  roots: readonly Hex[];
  posting: Posting;
  /** One whose root is false, and the root before it true. */
  stride: Stride;
  evidence: Evidence;
};

/**
 * Falsifies an assertion, in one transaction and without a bond: half of the asserter's goes to the account, half burns.
 *
 * @throws ContractRefused, as of `InteractionRollup_RootTrue` for an assertion that is true.
 * @example
 * const { rootAfter } = await client.interaction.falsifySync({ assertion, roots, posting, stride, evidence });
 */
export const falsify = defineWrite({
  ...contract,
  functions: [falsifyFunction],
  event: FalsifiedEvent,
  call: ({ assertion, roots, posting, stride, evidence }: FalsifyParameters) => ({
    args: [assertion, roots, posting, stride, evidence],
  }),
});

/** Ends an assertion of a posting that has another final state, for half its bond. */
export const reap = defineWrite({
  ...contract,
  functions: [reapFunction],
  event: ReapedEvent,
  call: ({ assertion }: OfAssertion) => ({ args: [assertion] }),
});

/**
 * Commits to a falsehood before it is shown, so that who copies the evidence gets no reward: see {@link falsehoodCommitmentOf}. Nothing else needs it.
 * A second call for the same does nothing, and emits nothing.
 */
export const commit = defineWrite({ ...contract, functions: [commitFunction], event: CommittedEvent });

/** Takes the reward of a falsified assertion over from who committed later, or not at all. */
export const takeReward = defineWrite({
  ...contract,
  functions: [takeRewardFunction],
  event: RewardTakenEvent,
  call: ({ assertion, salt }: OfAssertion & { salt: Hex }) => ({ args: [assertion, salt] }),
});

/** How long a reward waits for who committed to it earlier, in seconds. */
export const getRevealTime = defineRead("interactionRollup", REVEAL_TIMEFunction);

export const watchFalsified = defineWatch("interactionRollup", FalsifiedEvent);
export const watchReaped = defineWatch("interactionRollup", ReapedEvent);
export const watchCommitted = defineWatch("interactionRollup", CommittedEvent);
export const watchRewardTaken = defineWatch("interactionRollup", RewardTakenEvent);
