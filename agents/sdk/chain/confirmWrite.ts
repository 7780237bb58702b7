// SPDX-License-Identifier: MIT
import {
  type Abi,
  type ContractEventName,
  type Hash,
  parseAbi,
  type SimulateContractParameters,
  type TransactionReceipt,
  type WriteContractParameters,
} from "viem";
import { getCode, simulateContract, writeContract } from "viem/actions";
import { errorOf } from "../errors/chainErrors.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { assertChain } from "./assertChain.ts";
import type { SigningClient } from "./clients.ts";
import { assertDestinations } from "./destinations.ts";
import { type EventArgs, eventOf } from "./eventOf.ts";
import { type Call, gasFor } from "./gasFor.ts";
import { waitMined } from "./waitMined.ts";

/** The transaction's own fields, which a caller may set for any write. */
export type TransactionOptions = {
  /** The gas limit; by default, enough for any second in which the transaction is mined. */
  gas?: bigint | undefined;
  nonce?: number | undefined;
  /** In wei for each gas; by default, as viem estimates. */
  maxFeePerGas?: bigint | undefined;
  maxPriorityFeePerGas?: bigint | undefined;
};

/** A call, and the event without which the call did not do its work. */
export type WriteRequest<abi extends Abi, eventName> = TransactionOptions &
  Call & { abi: abi; eventName?: eventName | undefined };

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
 * before it costs gas, and sends the call with gas for any second.
 *
 * @returns The transaction's hash, as soon as the node has it.
 * @throws WrongChain; ContractRefused with the contract's own error; UserRejected; any other {@link TributaryError}.
 */
export async function sendWrite(
  client: SigningClient,
  write: TransactionOptions & Call & { check?: Check | undefined },
): Promise<Hash> {
  const { gas, nonce, maxFeePerGas, maxPriorityFeePerGas, check } = write;
  const { abi, address, functionName, args, value } = write;
  const call = { abi, address, functionName, args: args ?? [], value };
  try {
    await assertChain(client);
    const request = await simulate(client, call, check);
    const limit = await limitOf(client, call, gas, check);
    const fees = { nonce, maxFeePerGas, maxPriorityFeePerGas };
    return await writeContract(client, { ...request, ...fees, gas: limit } as WriteContractParameters);
  } catch (error) {
    throw errorOf(error, functionName);
  }
}

/**
 * Sends a call, waits until the call is mined, and reads its event.
 *
 * @throws The errors of {@link sendWrite}; TransactionReplaced when the wallet cancelled or replaced the call;
 * TransactionReverted; TransactionPending.
 */
export async function confirmWrite<const abi extends Abi, eventName extends ContractEventName<abi> = never>(
  client: SigningClient,
  request: WriteRequest<abi, eventName>,
): Promise<Confirmed<abi, eventName>> {
  return confirmed(client, request, await sendWrite(client, request));
}

/** Waits until a sent call is mined, and reads its event. */
export async function confirmed<const abi extends Abi, eventName extends ContractEventName<abi> = never>(
  client: SigningClient,
  {
    eventName,
    ...call
  }: Pick<WriteRequest<abi, eventName>, "abi" | "address" | "functionName" | "eventName">,
  hash: Hash,
): Promise<Confirmed<abi, eventName>> {
  try {
    const receipt = await waitMined(client, call.functionName, hash);
    const event = eventName === undefined ? undefined : eventOf(receipt, { ...call, eventName });
    return { ...receipt, event } as Confirmed<abi, eventName>;
  } catch (error) {
    throw errorOf(error, call.functionName);
  }
}

/** What a call must answer in the simulation: see {@link passing}. */
export type Check = {
  /** Throws for an answer that refuses. */
  assert(answer: unknown): void;
  /** The gas limit with which the answer passes. */
  limit(client: SigningClient, call: Call, gas: bigint | undefined): Promise<bigint>;
};

/** @returns The gas limit of a call: as given, or enough for any second, and with which a check passes. */
export async function limitOf(
  client: SigningClient,
  call: Call,
  gas?: bigint,
  check?: Check,
): Promise<bigint> {
  return check ? check.limit(client, call, gas) : (gas ?? gasFor(client, call));
}

/** Simulates a call of a contract; throws the contract's own error, by name. */
export async function simulate(
  client: SigningClient,
  call: Call & { gas?: bigint },
  check?: Check,
): Promise<object> {
  assertDestinations(call);
  const { address } = call;
  // a call of an address without code succeeds, and keeps the money
  if (!(await getCode(client, { address })))
    throw new TributaryError(`no contract is at ${address} on chain ${client.chain.id}`, {
      advice: "check the addresses of the deployment",
    });
  const abi = [...call.abi, ...neighbours];
  const named = { ...call, abi, account: client.account } as unknown as SimulateContractParameters;
  const { request, result } = await simulateContract(client, named);
  check?.assert(result);
  return request;
}
