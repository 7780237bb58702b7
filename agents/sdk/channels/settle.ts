// SPDX-License-Identifier: MIT
import { paymentChannelsErrors, settleFunction } from "../abis/paymentChannels.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { channelsPaid, packSettlement, type Settlement } from "./settlement.ts";
import { type PackRowParameters, packRow } from "./voucherRow.ts";

export type SettleParameters = Settlement<PackRowParameters>;

/**
 * Settles vouchers of many channels of one payee, in one payment. Anyone may call it.
 *
 * @example
 * const { channels } = await client.channel.settleSync({ payee: key.payee, rows: [{ ...key, ...voucher }] });
 */
export const settle = defineWrite({
  contract: "paymentChannels",
  functions: [settleFunction],
  errors: paymentChannelsErrors,
  call: (parameters: SettleParameters, context) => {
    const { payee, token, rows } = packSettlement(parameters, packRow, context);
    return { args: [payee, token, rows] };
  },
  result: channelsPaid,
});
