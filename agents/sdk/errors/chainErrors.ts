// SPDX-License-Identifier: MIT
import {
  BaseError,
  type Chain,
  HttpRequestError,
  InsufficientFundsError,
  TimeoutError,
  UserRejectedRequestError,
  WebSocketRequestError,
} from "viem";
import { revertOf } from "../chain/revertOf.ts";
import { TributaryError } from "./TributaryError.ts";

/** The contract refuses the call. Nothing was sent. */
export class ContractRefused extends TributaryError {
  override name = "ContractRefused";
  /** The contract's own error, as of `Streams_NotHolder`; undefined for a revert without a name. */
  readonly errorName: string | undefined;
  readonly args: readonly unknown[];

  constructor(functionName: string, cause: BaseError, errorName?: string, args: readonly unknown[] = []) {
    const reason = errorName ? `${errorName}(${args.map(String).join(", ")})` : cause.shortMessage;
    super(`${functionName} is refused by the contract: ${reason}`, { cause, docsPath: "contracts" });
    this.errorName = errorName;
    this.args = args;
  }
}

/** The wallet, or the node, is connected to another chain than the client's. Nothing was sent. */
export class WrongChain extends TributaryError {
  override name = "WrongChain";
  readonly currentChainId: number;
  readonly chainId: number;

  constructor({ id, name }: Chain, currentChainId: number) {
    super(`the wallet or node is connected to chain ${currentChainId}, and the call is for chain ${id}`, {
      advice: `switch to ${name}, as by viem's \`switchChain\``,
    });
    this.currentChainId = currentChainId;
    this.chainId = id;
  }
}

/** The user said no in the wallet. Nothing was sent. */
export class UserRejected extends TributaryError {
  override name = "UserRejected";
}

/** The account cannot pay for the gas. Nothing was sent. */
export class GasUnaffordable extends TributaryError {
  override name = "GasUnaffordable";
}

/** The node did not answer. */
export class RpcUnreachable extends TributaryError {
  override name = "RpcUnreachable";
}

/** @returns The error of an action for any error of viem, which stays its cause. */
export function errorOf(error: unknown, functionName: string): TributaryError {
  if (error instanceof TributaryError) return error;
  if (!(error instanceof BaseError))
    return new TributaryError(`${functionName} failed: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  const revert = revertOf(error);
  if (revert)
    return new ContractRefused(
      functionName,
      error,
      revert.data?.errorName ?? revert.reason,
      revert.data?.args,
    );
  const has = (kind: new (...parameters: never[]) => Error) => error.walk((cause) => cause instanceof kind);
  if (has(UserRejectedRequestError))
    return new UserRejected(`${functionName} was rejected in the wallet`, { cause: error });
  if (has(InsufficientFundsError))
    return new GasUnaffordable(`the account cannot pay the gas of ${functionName}`, {
      cause: error,
      advice: "send some of the chain's own coin to the account",
    });
  if (has(HttpRequestError) || has(TimeoutError) || has(WebSocketRequestError))
    return new RpcUnreachable(`the node of the chain did not answer: ${error.shortMessage}`, {
      cause: error,
      retryable: true,
      advice: "look whether the transaction was sent before the call is made again",
    });
  return new TributaryError(`${functionName} failed: ${error.shortMessage}`, { cause: error });
}
