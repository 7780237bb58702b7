// SPDX-License-Identifier: MIT
import { paymentChannelsErrors, settleTicksFunction } from "../abis/paymentChannels.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { channelsPaid, packSettlement, type Settlement } from "./settlement.ts";
import { type PackTickRowParameters, packTickRow } from "./tickRow.ts";

/** `rows`: each with the last tick that was revealed. */
export type SettleTicksParameters = Settlement<PackTickRowParameters>;

/**
 * Settles ticked vouchers of many channels of one payee, in one payment. Anyone may call it.
 *
 * @example
 * const rows = [{ ...key, ...voucher, tick: ticks[12], count: 12 }];
 * const { channels } = await client.channel.settleTicksSync({ payee: key.payee, token: key.token, rows });
 */
export const settleTicks = defineWrite({
  contract: "paymentChannels",
  functions: [settleTicksFunction],
  errors: paymentChannelsErrors,
  call: (parameters: SettleTicksParameters, context) => {
    const { payee, token, rows } = packSettlement(parameters, packTickRow, context);
    return { args: [payee, token, rows] };
  },
  result: channelsPaid,
});
