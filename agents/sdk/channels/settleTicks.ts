// SPDX-License-Identifier: MIT
import { type Address, concatHex, type Hex, isAddressEqual, parseEventLogs } from "viem";
import { paymentChannelsAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";
import type { Payee } from "../chain/payee.ts";
import { type SettledChannel, settledChannels } from "./settledChannels.ts";
import { type PackTickRowParameters, packTickRow } from "./tickRow.ts";

/** `rows`: vouchers of channels of this payee and token, each with the last tick that was revealed. */
export type SettleTicksParameters = WriteOptions & {
  paymentChannels: Address;
  payee: Payee;
  token: Address;
  rows: readonly PackTickRowParameters[];
};

/** `channels`: the total paid by each channel that paid, in wei. A wrong row, or one without news, is skipped. */
export type SettleTicksReturnType = { transactionHash: Hex; channels: SettledChannel[] };

/**
 * Settles ticked vouchers of many channels of one payee, in one payment. Anyone may call it.
 *
 * @example
 * const rows = [{ ...key, ...voucher, tick: ticks[12], count: 12 }];
 * const { channels } = await settleTicks(client, { paymentChannels, payee: key.payee, token: key.token, rows });
 */
export async function settleTicks(
  client: SigningClient,
  { paymentChannels, payee, token, rows, gas }: SettleTicksParameters,
): Promise<SettleTicksReturnType> {
  const { transactionHash, logs } = await confirmWrite(client, {
    abi: paymentChannelsAbi,
    address: paymentChannels,
    functionName: "settleTicks",
    args: [payee, token, concatHex(rows.map(packTickRow))],
    gas,
  });
  const own = logs.filter(({ address }) => isAddressEqual(address, paymentChannels));
  const settled = parseEventLogs({ abi: paymentChannelsAbi, eventName: "Settled", logs: own });
  return { transactionHash, channels: settled.flatMap(({ args }) => settledChannels(args.sums)) };
}
