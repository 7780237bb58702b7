// SPDX-License-Identifier: MIT
import {
  type Account,
  type Chain,
  type Client,
  parseAbi,
  type TransactionReceipt,
  type Transport,
  type WriteContractParameters,
} from "viem";
import { simulateContract, waitForTransactionReceipt, writeContract } from "viem/actions";

/** A viem client that can sign: it has a chain and an account. */
export type SigningClient = Client<Transport, Chain, Account>;

/** What a call may revert with that the called contract's own ABI does not name: its libraries' and its neighbours' errors. */
const neighbours = parseAbi([
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
 * Simulates a call, so that a revert is named before it costs gas, sends it, and waits until it is mined.
 *
 * @throws viem's ContractFunctionExecutionError with the contract's own error, or an Error when it reverted
 * once mined.
 */
export async function confirmWrite(
  client: SigningClient,
  // the ABI's types are checked where the request is written; here any contract will do
  request: Pick<WriteContractParameters, "abi" | "address" | "functionName" | "args" | "value">,
): Promise<TransactionReceipt> {
  const abi = [...request.abi, ...neighbours];
  const { request: simulated } = await simulateContract(client, { ...request, abi, account: client.account });
  const hash = await writeContract(client, simulated as WriteContractParameters);
  const receipt = await waitForTransactionReceipt(client, { hash });
  if (receipt.status === "success") return receipt;
  throw new Error(`${request.functionName} was mined but reverted: see transaction ${hash}`);
}
