// SPDX-License-Identifier: MIT
import { type Address, concatHex, type Hex, type TransactionReceipt } from "viem";
import { SettledEvent } from "../abis/paymentChannels.generated.ts";
import type { WriteContext } from "../chain/defineWrite.ts";
import { eventsOf } from "../chain/eventOf.ts";
import type { Payee } from "../chain/payee.ts";
import { type SettledChannel, settledChannels } from "./settledChannels.ts";

/** Vouchers of channels of one payee and token, STREAM by default. */
export type Settlement<row> = { payee: Payee; token?: Address | undefined; rows: readonly row[] };

/** `channels`: the total paid by each channel that paid, in wei. A wrong row, or one without news, is skipped. */
export type SettleReturnType = { channels: SettledChannel[] };

/** @returns The settlement in the contract's form. */
export const packSettlement = <row>(
  { payee, token, rows }: Settlement<row>,
  pack: (row: row) => Hex,
  { addressOf }: Pick<WriteContext, "addressOf">,
) => ({ payee, token: token ?? addressOf("streamToken"), rows: concatHex(rows.map(pack)) });

/** Reads the channels that paid: without a payment, there is no event. */
export const channelsPaid = (
  _: unknown,
  __: unknown,
  { receipt, contract: address }: Pick<WriteContext, "contract"> & { receipt: TransactionReceipt },
): SettleReturnType => ({
  channels: eventsOf(receipt, { address, event: SettledEvent }).flatMap(({ sums }) => settledChannels(sums)),
});
