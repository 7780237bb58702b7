// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import {
  accessPolicyErrors,
  DefaultPolicySetEvent,
  setDefaultPolicyFunction,
} from "../abis/accessPolicy.generated.ts";
import { composedPolicyErrors } from "../abis/composedPolicy.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { encodePolicy, NO_POLICY } from "./encodePolicy.ts";
import type { AccessTerms } from "./terms.ts";

/** `policy`: who may have the keys; undefined for nobody, but of renditions with a policy of their own. */
export type SetDefaultPolicyParameters = { contentId: Hex; policy: AccessTerms | undefined };

/**
 * Sets who may have the keys of all renditions of a work of the account that have no policy of their own.
 *
 * @throws ContractRefused, as of `AccessPolicy_NotPublisher`, or `ComposedPolicy_TooDeep` for too many in one another.
 * @example
 * await client.access.setDefaultPolicySync({
 *   contentId, policy: anyOf(purchasePolicy({ edition: 0n }), collaboratorPolicy(editor, composer)),
 * });
 */
export const setDefaultPolicy = defineWrite({
  contract: "accessPolicy",
  functions: [setDefaultPolicyFunction],
  event: DefaultPolicySetEvent,
  errors: [...accessPolicyErrors, ...composedPolicyErrors],
  call: ({ contentId, policy }: SetDefaultPolicyParameters, { addressOf }) => ({
    args: [contentId, policy ? encodePolicy(policy, addressOf) : NO_POLICY],
  }),
});
