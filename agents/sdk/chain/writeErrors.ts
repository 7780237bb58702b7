// SPDX-License-Identifier: MIT
import type { Address, Hash } from "viem";

/** Another transaction took the nonce: the call was never made. */
export class TransactionReplaced extends Error {
  override name = "TransactionReplaced";
  /** `cancelled`: replaced by an empty transaction to the account itself, as wallets cancel. */
  readonly reason: "cancelled" | "replaced";
  /** The transaction that was mined in place of the call. */
  readonly replacement: Hash;

  constructor(functionName: string, hash: Hash, reason: "cancelled" | "replaced", replacement: Hash) {
    super(
      `${functionName} was not made: transaction ${hash} was ${reason}, and ${replacement} was mined with its nonce; make the call again if it is still meant`,
    );
    this.reason = reason;
    this.replacement = replacement;
  }
}

/** The call was mined, and changed nothing. */
export class TransactionReverted extends Error {
  override name = "TransactionReverted";
  readonly outOfGas: boolean;

  constructor(functionName: string, hash: Hash, gas: { used: bigint; limit: bigint; ranOut: boolean }) {
    super(
      gas.ranOut
        ? `${functionName} ran out of gas: transaction ${hash} used ${gas.used} of ${gas.limit}; make the call again with a higher \`gas\``
        : `${functionName} was mined but reverted: look at transaction ${hash}, then try again`,
    );
    this.outOfGas = gas.ranOut;
  }
}

/** The transaction is sent, and may be mined yet. */
export class TransactionPending extends Error {
  override name = "TransactionPending";
  readonly hash: Hash;

  constructor(functionName: string, hash: Hash, options: { cause: unknown }) {
    super(
      `${functionName} is not mined yet: transaction ${hash} may be mined later; look at the transaction before the call is made again`,
      options,
    );
    this.hash = hash;
  }
}

/** The account has less than a deposit needs. Nothing was sent. */
export class BalanceTooLow extends Error {
  override name = "BalanceTooLow";
  readonly balanceWei: bigint;
  readonly neededWei: bigint;

  /** @param token The token's address; undefined for ETH. */
  constructor(owner: Address, token: Address | undefined, balanceWei: bigint, neededWei: bigint) {
    const of = token ? `wei of the token ${token}` : "wei of ETH";
    super(
      `${owner} has ${balanceWei} ${of}, and needs ${neededWei}: nothing was sent; get ${neededWei - balanceWei} wei more, or deposit less`,
    );
    this.balanceWei = balanceWei;
    this.neededWei = neededWei;
  }
}
