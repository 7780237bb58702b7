// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { PaidOutEvent, payOutToFunction, streamPoolsErrors } from "../abis/streamPools.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { DEPOSITORIES, type OfToken } from "./depositories.ts";

export type PayOutToParameters = OfToken & { to: Address };

/**
 * Pays what is owed to the account to another address, as for a payee that the token refuses.
 *
 * @throws ContractRefused, as of `GuardedTransfer_DestinationInvalid`.
 * @example
 * const { paidWei } = await client.prepaid.payOutToSync({ contract: "streamingProtocol", token, to });
 */
export const payOutTo = defineWrite({
  contract: DEPOSITORIES,
  functions: [payOutToFunction],
  event: PaidOutEvent,
  errors: streamPoolsErrors,
  call: ({ token, to }: PayOutToParameters, { addressOf }) => ({
    args: [token ?? addressOf("streamToken"), to],
  }),
  result: ({ amount, stillOwed }) => ({ paidWei: amount, stillOwedWei: stillOwed }),
});
