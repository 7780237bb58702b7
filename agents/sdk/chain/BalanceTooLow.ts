// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { TributaryError } from "../errors/TributaryError.ts";

/** The account has less than a deposit needs. Nothing was sent. */
export class BalanceTooLow extends TributaryError {
  override name = "BalanceTooLow";
  readonly balanceWei: bigint;
  readonly neededWei: bigint;

  /** @param token The token's address; undefined for ETH. */
  constructor(owner: Address, token: Address | undefined, balanceWei: bigint, neededWei: bigint) {
    const of = token ? `wei of the token ${token}` : "wei of ETH";
    super(`${owner} has ${balanceWei} ${of}, and needs ${neededWei}: nothing was sent`, {
      advice: `get ${neededWei - balanceWei} wei more, or deposit less`,
    });
    this.balanceWei = balanceWei;
    this.neededWei = neededWei;
  }
}
