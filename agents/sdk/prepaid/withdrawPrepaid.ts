// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import {
  PrepaidWithdrawnEvent,
  streamPoolsErrors,
  withdrawPrepaidFunction,
} from "../abis/streamPools.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { DEPOSITORIES, type OfToken } from "./depositories.ts";

export type WithdrawPrepaidParameters = OfToken & {
  amountWei: bigint;
  /** The recipient; the account by default. */
  to?: Address | undefined;
};

/**
 * Takes money out of the account's prepaid account.
 *
 * @throws ContractRefused, as of `Deposits_PrepaidTooLow` with the balance.
 * @example
 * await client.prepaid.withdrawSync({ contract: "paymentChannels", amountWei });
 */
export const withdrawPrepaid = defineWrite({
  contract: DEPOSITORIES,
  functions: [withdrawPrepaidFunction],
  event: PrepaidWithdrawnEvent,
  errors: streamPoolsErrors,
  call: ({ token, amountWei, to }: WithdrawPrepaidParameters, { account, addressOf }) => ({
    args: [token ?? addressOf("streamToken"), to ?? account, amountWei],
  }),
  result: ({ amount }) => ({ amountWei: amount }),
});
