// SPDX-License-Identifier: MIT
import { type Address, type Hex, parseCompactSignature, zeroHash } from "viem";
import { paymentChannelsAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";
import type { ChannelKey } from "./channel.ts";
import type { Voucher } from "./voucher.ts";

export type CloseByPayeeParameters = WriteOptions & {
  paymentChannels: Address;
  key: ChannelKey;
  /** The highest voucher that the payee holds; without one, everything unsettled goes back to the payer. */
  voucher?: Voucher;
};
export type CloseByPayeeReturnType = { transactionHash: Hex };

/**
 * Settles the payee's last voucher and closes the channel at once, refunding the rest to the payer.
 *
 * @throws viem's ContractFunctionExecutionError, naming `PaymentChannels_NotPayee` for any other account.
 * @example
 * await closeByPayee(payeeClient, { paymentChannels, key, voucher });
 */
export async function closeByPayee(
  client: SigningClient,
  { paymentChannels, key, voucher, gas }: CloseByPayeeParameters,
): Promise<CloseByPayeeReturnType> {
  const signature = voucher
    ? parseCompactSignature(voucher.signature)
    : { r: zeroHash, yParityAndS: zeroHash };
  const { transactionHash } = await confirmWrite(client, {
    abi: paymentChannelsAbi,
    address: paymentChannels,
    functionName: "close",
    args: [key, voucher?.cumulative ?? 0n, signature.r, signature.yParityAndS],
    eventName: "Closed",
    gas,
  });
  return { transactionHash };
}
