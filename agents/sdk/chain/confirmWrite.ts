// SPDX-License-Identifier: MIT
import {
  type Account,
  type Chain,
  type Client,
  type EstimateContractGasParameters,
  parseAbi,
  type TransactionReceipt,
  type Transport,
  type WriteContractParameters,
} from "viem";
import {
  estimateContractGas,
  simulateContract,
  waitForTransactionReceipt,
  writeContract,
} from "viem/actions";

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
 * What a call may cost more in the second it is mined in than in the one it was estimated for: what accrues in between
 * is one more transfer, to an account that had nothing, and one more storage word to write.
 */
const GAS_FOR_TIME = 60_000n;

/**
 * Simulates a call, so that a revert is named before it costs gas, sends it with gas for whatever second it is mined in,
 * and waits until it is mined.
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
  const call = { ...request, abi, account: client.account };
  const { request: simulated } = await simulateContract(client, call);
  const gas = (await estimateContractGas(client, call as EstimateContractGasParameters)) + GAS_FOR_TIME;
  const hash = await writeContract(client, { ...simulated, gas } as WriteContractParameters);
  const receipt = await waitForTransactionReceipt(client, { hash });
  if (receipt.status === "success") return receipt;
  throw new Error(`${request.functionName} was mined but reverted: see transaction ${hash}`);
}
