// SPDX-License-Identifier: MIT
import { type Address, type Hex, maxUint256 } from "viem";
import {
  processPaymentFunction,
  streamingProtocolErrors,
  WithdrawnEvent,
} from "../abis/streamingProtocol.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { eventsOf } from "../chain/eventOf.ts";

export type ProcessPaymentParameters = {
  /** The payee; for a split, the split's id as an address. */
  creator: Address;
  streamId: Hex;
  /** All accrued money by default. The rest of it leaves the stream too, and waits for the payee. */
  amountWei?: bigint | undefined;
};

/**
 * Moves accrued STREAM to the payee of a stream; `withdrawnWei` left the stream. Anyone may call it; only the payee is paid.
 *
 * @throws ContractRefused, as of `Streams_AmountNotAccrued` with the accrued amount.
 * @example
 * await client.stream.processPaymentSync({ creator, streamId: key.id });
 */
export const processPayment = defineWrite({
  contract: "streamingProtocol",
  functions: [processPaymentFunction],
  errors: streamingProtocolErrors,
  call: ({ creator, streamId, amountWei = maxUint256 }: ProcessPaymentParameters) => ({
    args: [creator, amountWei, streamId],
  }),
  result: (_, __, { receipt, contract }) => {
    const [withdrawn] = eventsOf(receipt, { address: contract, event: WithdrawnEvent });
    return { withdrawnWei: withdrawn?.amount ?? 0n };
  },
});
