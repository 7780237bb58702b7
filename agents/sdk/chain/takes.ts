// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { TributaryError } from "../errors/TributaryError.ts";
import type { SigningClient } from "./clients.ts";
import type { Deposit, WriteContext } from "./defineWrite.ts";
import { ethOf, type FundingSource, fundByAllowance, fundFromPrepaid } from "./fundingSource.ts";

/** Where a deposit comes from, and how much it is. An amount that changes with time is asked of the chain, and never in ETH. */
export type Taken = {
  source: FundingSource;
  token: Address;
  amountWei: bigint | ((client: SigningClient) => Promise<bigint>);
};

/**
 * Says which deposit a write takes in. The code that approves and signs is loaded with the first deposit.
 *
 * @example
 * deposit: takes(({ amountWei }: StakeParameters, { addressOf }) => ({ source: "permit", token: addressOf("streamToken"), amountWei })),
 */
export function takes<Parameters>(
  takenOf: (parameters: Parameters, context: WriteContext) => Taken,
): Deposit<Parameters> {
  const due = async (client: SigningClient, parameters: Parameters, context: WriteContext) => {
    const { amountWei, ...taken } = takenOf(parameters, context);
    const wei = typeof amountWei === "bigint" ? amountWei : await amountWei(client);
    return { ...taken, amountWei: wei, spender: context.contract };
  };
  const unsigned = (parameters: Parameters, context: WriteContext) => {
    const { amountWei, ...taken } = takenOf(parameters, context);
    if (taken.source === "prepaid") return { funding: fundFromPrepaid(), value: 0n };
    const value = typeof amountWei === "bigint" ? ethOf({ ...taken, amountWei }) : 0n;
    if (taken.source === "allowance") return { funding: fundByAllowance(), value };
    throw new TributaryError(`a call alone cannot be funded by ${taken.source}, which is a signature`, {
      advice: "use `allowance`, with the approval as the call before, `prepaid`, or `signCall`",
    });
  };
  return {
    async send(client, parameters, context, toWrite) {
      const { sendFunded } = await import("./sendFunded.ts");
      return sendFunded(client, await due(client, parameters, context), toWrite);
    },
    unsigned,
    async sign(client, parameters, context) {
      const { source } = takenOf(parameters, context);
      if (source === "allowance" || source === "prepaid") return unsigned(parameters, context);
      const { prepareFunding } = await import("./funding.ts");
      return { funding: await prepareFunding(client, await due(client, parameters, context)) };
    },
  };
}
