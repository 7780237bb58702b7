// SPDX-License-Identifier: MIT
import {
  accessPolicyErrors,
  DelegatesRevokedEvent,
  revokeDelegatesFunction,
} from "../abis/accessPolicy.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";

/**
 * Ends every delegation of the account, signed or set, as after a device was lost.
 *
 * @example
 * const { series } = await client.access.revokeDelegatesSync();
 */
export const revokeDelegates = defineWrite({
  contract: "accessPolicy",
  functions: [revokeDelegatesFunction],
  event: DelegatesRevokedEvent,
  errors: accessPolicyErrors,
  result: ({ series }) => ({ series }),
});
