// SPDX-License-Identifier: MIT
import type { Hash } from "viem";
import { TributaryError } from "../errors/TributaryError.ts";

/** Another transaction took the nonce: the call was never made. */
export class TransactionReplaced extends TributaryError {
  override name = "TransactionReplaced";
  /** `cancelled`: replaced by an empty transaction to the account itself, as wallets cancel. */
  readonly reason: "cancelled" | "replaced";
  /** The transaction that was mined in place of the call. */
  readonly replacement: Hash;

  constructor(functionName: string, hash: Hash, reason: "cancelled" | "replaced", replacement: Hash) {
    super(
      `${functionName} was not made: transaction ${hash} was ${reason}, and ${replacement} was mined with its nonce`,
      { advice: "make the call again if it is still meant" },
    );
    this.reason = reason;
    this.replacement = replacement;
  }
}

/** The call was mined, and changed nothing. */
export class TransactionReverted extends TributaryError {
  override name = "TransactionReverted";
  readonly outOfGas: boolean;

  constructor(functionName: string, hash: Hash, gas: { used: bigint; limit: bigint; ranOut: boolean }) {
    const [fault, advice] = gas.ranOut
      ? [
          `ran out of gas: transaction ${hash} used ${gas.used} of ${gas.limit}`,
          "make the call again with a higher `gas`",
        ]
      : ["was mined but reverted", `look at transaction ${hash}, then try again`];
    super(`${functionName} ${fault}`, { advice });
    this.outOfGas = gas.ranOut;
  }
}

/** The transaction is sent, and may be mined yet. */
export class TransactionPending extends TributaryError {
  override name = "TransactionPending";
  readonly hash: Hash;

  constructor(functionName: string, hash: Hash, { cause }: { cause: unknown }) {
    super(`${functionName} is not mined yet: transaction ${hash} may be mined later`, {
      advice: "look at the transaction before the call is made again",
      cause,
    });
    this.hash = hash;
  }
}
