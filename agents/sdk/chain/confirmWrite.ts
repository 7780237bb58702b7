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

/** A viem client with a chain and an account, which can sign. */
export type SigningClient = Client<Transport, Chain, Account>;

/** Errors of a contract's libraries and neighbours, which the contract's own ABI does not name. */
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
 * The most gas that a call may cost above its estimate when mined in a later second: money accrued in between causes
 * one more transfer, to an account that had nothing, and one more storage word to write.
 */
const GAS_FOR_TIME = 60_000n;

/**
 * Simulates a call, so that a revert is named before it costs gas, sends the call with gas for any second, and waits until
 * it is mined.
 *
 * @throws viem's ContractFunctionExecutionError with the contract's own error, or an Error when the mined call reverted.
 */
export async function confirmWrite(
  client: SigningClient,
  // callers' requests are checked against their ABI; this function takes any contract
  request: Pick<WriteContractParameters, "abi" | "address" | "functionName" | "args" | "value">,
): Promise<TransactionReceipt> {
  const abi = [...request.abi, ...neighbours];
  const call = { ...request, abi, account: client.account };
  const { request: simulated } = await simulateContract(client, call);
  const gas = (await estimateContractGas(client, call as EstimateContractGasParameters)) + GAS_FOR_TIME;
  const hash = await writeContract(client, { ...simulated, gas } as WriteContractParameters);
  const receipt = await waitForTransactionReceipt(client, { hash });
  if (receipt.status === "success") return receipt;
  throw new Error(
    `${request.functionName} was mined but reverted: look at transaction ${hash}, then try again`,
  );
}
