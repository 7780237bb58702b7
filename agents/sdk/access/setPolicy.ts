// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { accessPolicyErrors, PolicySetEvent, setPolicyFunction } from "../abis/accessPolicy.generated.ts";
import { composedPolicyErrors } from "../abis/composedPolicy.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { encodePolicy, NO_POLICY } from "./encodePolicy.ts";
import type { AccessTerms } from "./terms.ts";

export type SetPolicyParameters = {
  contentId: Hex;
  /** The rendition's number in the work's manifest. */
  rendition: bigint;
  /** Who may have its keys; undefined leaves the rendition to the work's default. */
  policy: AccessTerms | undefined;
};

/**
 * Sets who may have the keys of one rendition of a work of the account. Viewers feel it at once.
 *
 * @throws ContractRefused, as of `AccessPolicy_NotPublisher`, or `ComposedPolicy_TooDeep` for too many in one another.
 * @example
 * const rate = rateOf({ amountWei: parseEther("9"), perSeconds: 30 * 86_400 });
 * await client.access.setPolicySync({ contentId, rendition: 2n, policy: streamPolicy({ rate }) });
 */
export const setPolicy = defineWrite({
  contract: "accessPolicy",
  functions: [setPolicyFunction],
  event: PolicySetEvent,
  errors: [...accessPolicyErrors, ...composedPolicyErrors],
  call: ({ contentId, rendition, policy }: SetPolicyParameters, { addressOf }) => ({
    args: [contentId, rendition, policy ? encodePolicy(policy, addressOf) : NO_POLICY],
  }),
});
