// SPDX-License-Identifier: MIT
import { BaseError, ContractFunctionRevertedError } from "viem";
import { TributaryError } from "../errors/TributaryError.ts";

/** @returns The contract's refusal behind an error of a simulated or estimated call; undefined for any other error. */
export function revertOf(error: unknown): ContractFunctionRevertedError | undefined {
  if (error instanceof TributaryError) return revertOf(error.cause);
  const reverted =
    error instanceof BaseError && error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  return reverted instanceof ContractFunctionRevertedError ? reverted : undefined;
}
