// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import {
  streamingProtocolErrors,
  WithdrawnEvent,
  withdrawFunction,
  withdrawToFunction,
} from "../abis/streamingProtocol.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { StreamKey } from "./stream.ts";

export type WithdrawStreamParameters = {
  key: StreamKey;
  /** Another recipient, which only the payee may name. */
  to?: Address | undefined;
};

/**
 * Pays the payee of a stream the accrued money. Anyone may call it.
 *
 * @throws ContractRefused, as of `Streams_NotOpen`; with `to`, as of `Streams_NotHolder`.
 * @example
 * const { amountWei } = await client.stream.withdrawSync({ key });
 */
export const withdrawStream = defineWrite({
  contract: "streamingProtocol",
  functions: [withdrawFunction, withdrawToFunction],
  event: WithdrawnEvent,
  errors: streamingProtocolErrors,
  call: ({ key, to }: WithdrawStreamParameters) =>
    to ? { functionName: "withdrawTo", args: [key, to] } : { args: [key] },
  result: ({ amount }) => ({ amountWei: amount }),
});
