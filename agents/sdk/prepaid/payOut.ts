// SPDX-License-Identifier: MIT
import { PaidOutEvent, payOutFunction, streamPoolsErrors } from "../abis/streamPools.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { Payee } from "../chain/payee.ts";
import { DEPOSITORIES, type OfToken } from "./depositories.ts";

export type PayOutParameters = OfToken & { payee: Payee };

/**
 * Retries a failed payment to `payee`. Anyone may call it; only the payee is paid. `stillOwedWei` waits on, as for a token
 * that fails again.
 *
 * @throws TributaryError when no payment waits.
 * @example
 * const { paidWei } = await client.prepaid.payOutSync({ contract: "paymentChannels", payee: payeeOfAddress(creator) });
 */
export const payOut = defineWrite({
  contract: DEPOSITORIES,
  functions: [payOutFunction],
  event: PaidOutEvent,
  errors: streamPoolsErrors,
  call: ({ payee, token }: PayOutParameters, { addressOf }) => ({
    args: [payee, token ?? addressOf("streamToken")],
  }),
  result: ({ amount, stillOwed }) => ({ paidWei: amount, stillOwedWei: stillOwed }),
});
