// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { accessPolicyErrors, DelegateSetEvent, setDelegateFunction } from "../abis/accessPolicy.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";

export type SetDelegateParameters = {
  delegate: Address;
  /** The last second, at most 30 days ahead; 0 ends the delegation. */
  expiresAt: number;
};

/**
 * Lets `delegate` ask for keys in the account's name. {@link signAccessDelegation} does so without a transaction.
 *
 * @throws ContractRefused, as of `AccessPolicy_DelegationInvalid` with the latest second.
 * @example
 * await client.access.setDelegateSync({ delegate: television, expiresAt: now + 30 * 86_400 });
 */
export const setDelegate = defineWrite({
  contract: "accessPolicy",
  functions: [setDelegateFunction],
  event: DelegateSetEvent,
  errors: accessPolicyErrors,
  call: ({ delegate, expiresAt }: SetDelegateParameters) => ({ args: [delegate, expiresAt] }),
});
