// SPDX-License-Identifier: MIT
import type { Address, Hex, LocalAccount } from "viem";
import { tributaryDomain } from "../chain/domain.ts";
import { packSignature } from "../chain/signature.ts";
import type { PackedOperation } from "./operation.ts";

/** The contract that takes operations; a signature is valid for one chain and contract. */
export type InputsContract = { chainId: number; interactionInputs: Address };

export const operationTypes = {
  Operation: [
    { name: "operation", type: "bytes12" },
    { name: "word", type: "bytes32" },
    { name: "version", type: "uint32" },
  ],
} as const;

export type OperationTypedDataParameters = InputsContract &
  PackedOperation & {
    /** The version of the record that the operation changes, before it; for `peer`, the epoch. */
    version: number;
  };

/** @returns The typed data that an actor's key signs. */
export function operationTypedData({
  chainId,
  interactionInputs,
  operation,
  word,
  version,
}: OperationTypedDataParameters) {
  return {
    domain: tributaryDomain(chainId, interactionInputs),
    types: operationTypes,
    primaryType: "Operation",
    message: { operation, word, version },
  } as const;
}

/**
 * Signs an operation: 64 bytes (EIP-2098).
 *
 * @example
 * const packed = packOperation({ kind: "follow", actor: 3, target: 7 });
 * const signature = await signOperation(account, { chainId: 1, interactionInputs, ...packed, version: 0 });
 */
export async function signOperation(
  account: LocalAccount,
  parameters: OperationTypedDataParameters,
): Promise<Hex> {
  return packSignature(await account.signTypedData(operationTypedData(parameters)));
}
