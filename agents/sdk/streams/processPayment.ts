// SPDX-License-Identifier: MIT
import { type Address, type Hex, maxUint256 } from "viem";
import { streamingProtocolAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";

export type ProcessPaymentParameters = WriteOptions & {
  streamingProtocol: Address;
  /** The payee; for a split, the split's id as an address. */
  creator: Address;
  streamId: Hex;
  /** All accrued money by default. The rest of it leaves the stream too, and waits for the payee. */
  amountWei?: bigint;
};
export type ProcessPaymentReturnType = { transactionHash: Hex };

/**
 * Moves accrued STREAM to the payee of a stream. Anyone may call it; only the payee is paid.
 *
 * @throws viem's ContractFunctionExecutionError, naming `Streams_AmountNotAccrued` with the accrued amount.
 * @example
 * await processPayment(client, { streamingProtocol, creator, streamId: key.id });
 */
export async function processPayment(
  client: SigningClient,
  { streamingProtocol, creator, streamId, amountWei = maxUint256, gas }: ProcessPaymentParameters,
): Promise<ProcessPaymentReturnType> {
  const { transactionHash } = await confirmWrite(client, {
    abi: streamingProtocolAbi,
    address: streamingProtocol,
    functionName: "processPayment",
    args: [creator, amountWei, streamId],
    gas,
  });
  return { transactionHash };
}
