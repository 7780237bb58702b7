// SPDX-License-Identifier: MIT
import {
  ActorRegisteredEvent,
  actorCountFunction,
  actorOfFunction,
  interactionInputsErrors,
  KeyRetiredEvent,
  keyOfFunction,
  registerFunction,
  retireKeyFunction,
} from "../abis/interactionInputs.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { defineWrite } from "../chain/defineWrite.ts";

const contract = { contract: "interactionInputs", errors: interactionInputsErrors } as const;

/**
 * Makes the account an actor, for whom `key` signs: an address whose key the page may keep, as it is of no value elsewhere.
 *
 * @throws ContractRefused, as of `InteractionInputs_AlreadyRegistered`.
 * @example
 * const { actor } = await client.interaction.registerSync({ key: sessionAccount.address });
 */
export const register = defineWrite({
  ...contract,
  functions: [registerFunction],
  event: ActorRegisteredEvent,
});

/** Retires the first key of the account's actor, for ever. The keys that it delegated stay. */
export const retireKey = defineWrite({ ...contract, functions: [retireKeyFunction], event: KeyRetiredEvent });

/** The number of an account's actor; undefined if it has none. */
export const getActorOf = defineRead("interactionInputs", actorOfFunction, {
  result: ([actor, isRegistered]): number | undefined => (isRegistered ? actor : undefined),
});
/** How many actors there are. */
export const getActorCount = defineRead("interactionInputs", actorCountFunction);
/** Later than every posting: of a key that was retired at any time there is none. */
export const LAST_POSTING = 2n ** 64n - 2n;
/** An actor's first key, for operations of a posting; zero if there is no such actor, or if the key was retired before that posting. */
export const getKeyOf = defineRead("interactionInputs", keyOfFunction);

export const watchActorRegistered = defineWatch("interactionInputs", ActorRegisteredEvent);
export const watchKeyRetired = defineWatch("interactionInputs", KeyRetiredEvent);
