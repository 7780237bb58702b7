// SPDX-License-Identifier: MIT
import { paymentChannelsErrors, settleManyFunction } from "../abis/paymentChannels.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { channelsPaid, packSettlement, type Settlement } from "./settlement.ts";
import { type PackRowParameters, packRow } from "./voucherRow.ts";

/** One list of vouchers for each payee and token. */
export type SettleManyParameters = { settlements: readonly Settlement<PackRowParameters>[] };

/**
 * Settles vouchers of many payees and tokens. Anyone may call it.
 *
 * @example
 * await client.channel.settleManySync({ settlements: [{ payee, rows }, { payee: other, rows: others }] });
 */
export const settleMany = defineWrite({
  contract: "paymentChannels",
  functions: [settleManyFunction],
  errors: paymentChannelsErrors,
  call: ({ settlements }: SettleManyParameters, context) => ({
    args: [settlements.map((settlement) => packSettlement(settlement, packRow, context))],
  }),
  result: channelsPaid,
});
