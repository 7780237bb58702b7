// SPDX-License-Identifier: MIT
import type { Hash, SimulateContractParameters, WriteContractParameters } from "viem";
import { getCode, simulateContract, writeContract } from "viem/actions";
import { errorOf } from "../errors/chainErrors.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { errorNamed } from "./abiItems.ts";
import { assertChain } from "./assertChain.ts";
import type { SigningClient } from "./clients.ts";
import { assertDestinations } from "./destinations.ts";
import { type Call, gasFor } from "./gasFor.ts";

/** The transaction's own fields, which a caller may set for any write. */
export type TransactionOptions = {
  /** The gas limit; by default, enough for any second in which the transaction is mined. */
  gas?: bigint | undefined;
  nonce?: number | undefined;
  /** In wei for each gas; by default, as viem estimates. */
  maxFeePerGas?: bigint | undefined;
  maxPriorityFeePerGas?: bigint | undefined;
};

/** A call to send, and what its simulation must answer. */
export type Sending = TransactionOptions & Call & { check?: Check | undefined };

/** Errors of a contract's libraries and neighbours, which the contract's own ABI does not name. */
export const neighbours = [
  errorNamed("ContentRegistry_Unknown", "bytes32"),
  errorNamed("TransferFromFailed"),
  errorNamed("TransferFailed"),
  errorNamed("ETHTransferFailed"),
  errorNamed("Overflow"),
  errorNamed("InvalidSigner"),
  errorNamed("InvalidNonce"),
  errorNamed("SignatureExpired", "uint256"),
] as const;

/**
 * The one path of every write: compares the chain, refuses money for nobody, simulates the call so that a revert is named
 * before it costs gas, and sends the call with gas for any second.
 *
 * @returns The transaction's hash, as soon as the node has it.
 * @throws WrongChain; ContractRefused with the contract's own error; UserRejected; any other {@link TributaryError}.
 */
export async function sendWrite(client: SigningClient, write: Sending): Promise<Hash> {
  try {
    await assertChain(client);
    return await sendSimulated(client, write, await simulate(client, callOf(write), write.check));
  } catch (error) {
    throw errorOf(error, write.functionName);
  }
}

/** Asks the chain whether a write succeeds now. @throws The errors of {@link sendWrite}. */
export async function simulateWrite(client: SigningClient, write: Sending): Promise<void> {
  try {
    await simulate(client, callOf(write), write.check);
  } catch (error) {
    throw errorOf(error, write.functionName);
  }
}

/** @returns The call alone: the simulation of a write is not bound by its gas limit, nonce and fees. */
export function callOf({ abi, address, functionName, args = [], value }: Call): Call {
  return { abi, address, functionName, args, value };
}

/** Sends a call that {@link simulate} has just allowed. */
export async function sendSimulated(client: SigningClient, write: Sending, request: object): Promise<Hash> {
  const { gas, nonce, maxFeePerGas, maxPriorityFeePerGas, check } = write;
  const limit = await limitOf(client, callOf(write), gas, check);
  const own = { nonce, maxFeePerGas, maxPriorityFeePerGas, gas: limit };
  return writeContract(client, { ...request, ...own } as WriteContractParameters);
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

/** Simulates a call of a contract; throws the contract's own error, by name. @returns The call as viem sends it. */
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
