// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { TributaryError } from "../errors/TributaryError.ts";
import { fundedRequest } from "./confirmDeposit.ts";
import type { Deposit, WriteContext } from "./defineWrite.ts";
import { ethOf, type FundingSource, fundByAllowance, fundFromPrepaid } from "./funding.ts";

/** Where a deposit comes from, and how much it is. */
export type Taken = { source: FundingSource; token: Address; amountWei: bigint };

/**
 * Says which deposit a write takes in.
 *
 * @example
 * deposit: takes(({ amountWei }: StakeParameters, { addressOf }) => ({ source: "permit", token: addressOf("streamToken"), amountWei })),
 */
export function takes<Parameters>(
  takenOf: (parameters: Parameters, context: WriteContext) => Taken,
): Deposit<Parameters> {
  return {
    fund: (client, parameters, context, toRequest) =>
      fundedRequest(client, { ...takenOf(parameters, context), spender: context.contract }, toRequest),
    unsigned(parameters, context) {
      const taken = takenOf(parameters, context);
      if (taken.source === "prepaid") return { funding: fundFromPrepaid(), value: 0n };
      if (taken.source === "allowance") return { funding: fundByAllowance(), value: ethOf(taken) };
      throw new TributaryError(`a call alone cannot be funded by ${taken.source}, which is a signature`, {
        advice: "use `allowance`, with the approval as the call before, or `prepaid`",
      });
    },
  };
}
