// SPDX-License-Identifier: MIT
import {
  type Abi,
  type Account,
  type Chain,
  type Client,
  type ContractEventName,
  parseAbi,
  type SimulateContractParameters,
  type TransactionReceipt,
  type Transport,
  type WriteContractParameters,
} from "viem";
import { getCode, simulateContract, writeContract } from "viem/actions";
import { assertChain } from "./assertChain.ts";
import { assertDestinations } from "./destinations.ts";
import { type EventArgs, eventOf } from "./eventOf.ts";
import { type Call, gasFor } from "./gasFor.ts";
import { waitMined } from "./waitMined.ts";

/** A viem client with a chain and an account, which can sign. */
export type SigningClient = Client<Transport, Chain, Account>;

/** What a caller may say about any write. */
export type WriteOptions = {
  /** The gas limit; by default, enough for any second in which the transaction is mined. */
  gas?: bigint | undefined;
};

/** A call, and the event without which the call did not do its work. */
export type WriteRequest<abi extends Abi, eventName> = WriteOptions &
  Call & { abi: abi; eventName?: eventName };

/** The receipt, and the arguments of the required event. */
export type Confirmed<abi extends Abi, eventName extends ContractEventName<abi>> = TransactionReceipt & {
  event: [eventName] extends [never] ? undefined : EventArgs<abi, eventName>;
};

/** Errors of a contract's libraries and neighbours, which the contract's own ABI does not name. */
export const neighbours = parseAbi([
  "error ContentRegistry_Unknown(bytes32 contentId)",
  "error TransferFromFailed()",
  "error TransferFailed()",
  "error ETHTransferFailed()",
  "error Overflow()",
  "error InvalidSigner()",
  "error InvalidNonce()",
  "error SignatureExpired(uint256 signatureDeadline)",
]);

/**
 * The one path of every write: compares the chain, refuses money for nobody, simulates the call so that a revert is named
 * before it costs gas, sends the call with gas for any second, waits until the call is mined, and reads its event.
 *
 * @throws viem's ChainMismatchError; viem's ContractFunctionExecutionError with the contract's own error;
 * TransactionReplaced when the wallet cancelled or replaced the call; TransactionReverted; TransactionPending.
 */
export async function confirmWrite<const abi extends Abi, eventName extends ContractEventName<abi> = never>(
  client: SigningClient,
  { eventName, gas, ...call }: WriteRequest<abi, eventName>,
): Promise<Confirmed<abi, eventName>> {
  await assertChain(client);
  const request = await simulate(client, call);
  const limit = gas ?? (await gasFor(client, call));
  const hash = await writeContract(client, { ...request, gas: limit } as WriteContractParameters);
  const receipt = await waitMined(client, call.functionName, hash);
  const event = eventName === undefined ? undefined : eventOf(receipt, { ...call, eventName });
  return { ...receipt, event } as Confirmed<abi, eventName>;
}

/** Simulates a call of a contract; throws the contract's own error, by name. */
export async function simulate(client: SigningClient, call: Call): Promise<object> {
  assertDestinations(call);
  const { address } = call;
  // a call of an address without code succeeds, and keeps the money
  if (!(await getCode(client, { address })))
    throw new Error(
      `no contract is at ${address} on chain ${client.chain.id}: check the addresses of the deployment`,
    );
  const abi = [...call.abi, ...neighbours];
  const named = { ...call, abi, account: client.account } as unknown as SimulateContractParameters;
  const { request } = await simulateContract(client, named);
  return request;
}
