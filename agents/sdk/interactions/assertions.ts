// SPDX-License-Identifier: MIT
import { bytesToHex, type Hex } from "viem";
import {
  AssertedEvent,
  assertStateFunction,
  BONDFunction,
  CollectedEvent,
  ConfirmationDelayedEvent,
  ConfirmedEvent,
  collectFunction,
  confirmFunction,
  delayConfirmationFunction,
  ESCAPE_TIMEFunction,
  GUARDIANFunction,
  interactionRollupErrors,
  isOpenToAllFunction,
  MOST_DELAYFunction,
  nextFunction,
  readFunction,
  statusOfFunction,
  WINDOWFunction,
} from "../abis/interactionRollup.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { type Assertion, type AssertionStatus, assertionOf, VERDICTS } from "./assertion.ts";
import type { LeafKey } from "./leaves.ts";
import type { Posting } from "./posting.ts";

const contract = { contract: "interactionRollup", errors: interactionRollupErrors } as const;

export type AssertStateParameters = {
  /** The posting's number. */
  number: bigint;
  posting: Posting;
  /** The root after the posting before; zero for posting 0. */
  rootBefore: Hex;
  /** The root after each stride. */
  roots: readonly Hex[];
  /** In wei of ether; exactly {@link getBond}. */
  bondWei: bigint;
};

/**
 * Asserts the state after a posting. Who asserts what is false loses the bond, and so does who builds on a false root.
 *
 * @throws ContractRefused, as of `InteractionRollup_TooEarly` while signatures may still be shown.
 * @example
 * const bondWei = await client.interaction.getBond({});
 * const { id, assertion } = await client.interaction.assertStateSync({ number, posting, rootBefore, roots, bondWei });
 */
export const assertState = defineWrite({
  ...contract,
  functions: [assertStateFunction],
  event: AssertedEvent,
  call: ({ number, posting, rootBefore, roots, bondWei }: AssertStateParameters) => ({
    args: [number, posting, rootBefore, roots],
    value: bondWei,
  }),
  result: (event) => ({ ...event, assertion: assertionOf(event) }),
});

/** An assertion: {@link assertionOf} makes it of what `watchAsserted` shows. */
export type OfAssertion = { assertion: Assertion };

/** Makes an assertion final, once its window is over and its turn has come. */
export const confirm = defineWrite({
  ...contract,
  functions: [confirmFunction],
  event: ConfirmedEvent,
  call: ({ assertion }: OfAssertion) => ({ args: [assertion] }),
});

/** Pays what an assertion's bond owes: to who asserted what is final, or to who showed that it is not. */
export const collect = defineWrite({
  ...contract,
  functions: [collectFunction],
  event: CollectedEvent,
  call: ({ assertion }: OfAssertion) => ({ args: [assertion] }),
});

/** Puts off the next confirmation, as the guardian: once for each posting, by {@link getMostDelay}. */
export const delayConfirmation = defineWrite({
  ...contract,
  functions: [delayConfirmationFunction],
  event: ConfirmationDelayedEvent,
});

export type VerifyLeafParameters = {
  /** One of the last 64 with a final state. */
  posting: bigint;
  /** See {@link leafKey}. */
  key: LeafKey;
  /** See {@link encodeLeaf}; 0 for a leaf that is not there. */
  value: bigint;
  witness: Hex;
};

/**
 * Whether a leaf of the state after a posting has a value.
 *
 * @example
 * const value = encodeLeaf("pair", { version: 1, follows: true });
 * await client.interaction.verifyLeaf({ posting: 7n, key: leafKey("pair", 3, 4), value, witness });
 */
export const verifyLeaf = defineRead("interactionRollup", readFunction, {
  args: ({ posting, key, value, witness }: VerifyLeafParameters) => [
    posting,
    bytesToHex(key),
    value,
    witness,
  ],
});

/** What became of an assertion, by its id: see {@link assertionIdOf}. */
export const getStatus = defineRead("interactionRollup", statusOfFunction, {
  result: ([verdict, holder, since]): AssertionStatus => ({ verdict: VERDICTS[verdict]!, holder, since }),
});
/** The first posting without a final state, and the last final root. */
export const getNext = defineRead("interactionRollup", nextFunction, {
  result: ([posting, root]) => ({ posting, root }),
});
/** Whether nothing was confirmed for {@link getEscapeTime}, so that anybody may post inputs. */
export const getIsOpenToAll = defineRead("interactionRollup", isOpenToAllFunction);
/** The bond of an assertion, in wei of ether. */
export const getBond = defineRead("interactionRollup", BONDFunction);
/** How long an assertion stands until it is final, in seconds. */
export const getWindow = defineRead("interactionRollup", WINDOWFunction);
/** After how long without a final state anybody may post inputs, in seconds. */
export const getEscapeTime = defineRead("interactionRollup", ESCAPE_TIMEFunction);
/** How much later the guardian can make a confirmation, in seconds. */
export const getMostDelay = defineRead("interactionRollup", MOST_DELAYFunction);
/** Who may delay confirmations; zero for nobody. */
export const getGuardian = defineRead("interactionRollup", GUARDIANFunction);

export const watchAsserted = defineWatch("interactionRollup", AssertedEvent);
export const watchConfirmed = defineWatch("interactionRollup", ConfirmedEvent);
export const watchCollected = defineWatch("interactionRollup", CollectedEvent);
export const watchConfirmationDelayed = defineWatch("interactionRollup", ConfirmationDelayedEvent);
