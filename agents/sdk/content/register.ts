// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import {
  ContentRegisteredEvent,
  contentIdOfFunction,
  contentRegistryErrors,
  registerFunction,
} from "../abis/contentRegistry.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { Payee } from "../chain/payee.ts";

/** The bytes of a work, as {@link buildTree} counts and hashes them. */
export type WorkSize = { leafCount: bigint; byteCount: bigint; checkpointsRoot: Hex };
/** `salt`: 32 bytes that tell apart the account's works, and follow it to any chain. */
export type WorkTerms = { salt: Hex; payee: Payee; ratePerSecondWei: bigint };

/**
 * Registers a work of the account.
 *
 * @throws ContractRefused, as of `ContentRegistry_AlreadyRegistered` for a salt that was used.
 * @example
 * const { contentId } = await client.content.registerSync({ salt, payee, ratePerSecondWei, leafCount, byteCount, checkpointsRoot });
 */
export const register = defineWrite({
  contract: "contentRegistry",
  errors: contentRegistryErrors,
  functions: [registerFunction],
  event: ContentRegisteredEvent,
  call: ({ salt, payee, ratePerSecondWei, leafCount, byteCount, checkpointsRoot }: WorkTerms & WorkSize) => ({
    args: [salt, payee, ratePerSecondWei, leafCount, byteCount, checkpointsRoot],
  }),
  result: ({ contentId }) => ({ contentId }),
});

/** The id of the work that a publisher registers with a salt, known before it is registered. */
export const getContentId = defineRead("contentRegistry", contentIdOfFunction);
