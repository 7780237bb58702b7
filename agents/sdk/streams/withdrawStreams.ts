// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import {
  streamingProtocolErrors,
  WithdrawnEvent,
  withdrawManyFunction,
} from "../abis/streamingProtocol.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { eventsOf } from "../chain/eventOf.ts";
import type { Payee } from "../chain/payee.ts";

export type WithdrawStreamsParameters = {
  payee: Payee;
  /** STREAM by default. */
  token?: Address | undefined;
  ids: readonly Hex[];
};

/**
 * Pays a payee the accrued money of many of its streams of one token, in one payment. Anyone may call it. A stream that
 * is not open, or was made a position, is skipped.
 *
 * @example
 * const { amountWei } = await client.stream.withdrawManySync({ payee, ids });
 */
export const withdrawStreams = defineWrite({
  contract: "streamingProtocol",
  functions: [withdrawManyFunction],
  errors: streamingProtocolErrors,
  call: ({ payee, token, ids }: WithdrawStreamsParameters, { addressOf }) => ({
    args: [payee, token ?? addressOf("streamToken"), ids],
  }),
  result: (_, __, { receipt, contract }) => ({
    amountWei: eventsOf(receipt, { address: contract, event: WithdrawnEvent }).reduce(
      (sum, { amount }) => sum + amount,
      0n,
    ),
  }),
});
