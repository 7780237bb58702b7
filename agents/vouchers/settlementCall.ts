// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, concatHex, encodeFunctionData, type Hex } from "viem";
import { paymentChannelsAbi } from "../sdk/abis.generated.ts";
import type { Payee } from "../sdk/chain/payee.ts";
import { packTickRow } from "../sdk/channels/tickRow.ts";
import { packRow } from "../sdk/channels/voucherRow.ts";
import { type HeldVoucher, signedCumulative } from "./voucherTables.ts";

/** Vouchers of one kind, all with ticks or all without, of one payee and token. */
export type SettlementRows = { payee: Payee; token: Address; vouchers: readonly HeldVoucher[] };

/** The call data that settles `vouchers`: `settle`, or `settleTicks` for vouchers with ticks. */
export function settlementCall({ payee, token, vouchers }: SettlementRows): Hex {
  const functionName = vouchers[0]?.ticks ? "settleTicks" : "settle";
  const args = [payee, token, concatHex(vouchers.map(rowOf))] as const;
  return encodeFunctionData({ abi: paymentChannelsAbi, functionName, args });
}

/** What a settlement's vouchers share: no transaction takes two kinds. */
export const kindOf = ({ key, ticks }: Pick<HeldVoucher, "key" | "ticks">): string =>
  `${key.payee} ${key.token}${ticks ? " ticks" : ""}`;

function rowOf({ key, ticks, ...voucher }: HeldVoucher): Hex {
  if (!ticks) return packRow({ ...key, ...voucher });
  return packTickRow({ ...key, ...voucher, ...ticks, cumulative: signedCumulative({ ...voucher, ticks }) });
}
