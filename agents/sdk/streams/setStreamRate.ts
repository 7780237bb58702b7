// SPDX-License-Identifier: MIT
import {
  StreamRateSetEvent,
  setRateFunction,
  streamingProtocolErrors,
} from "../abis/streamingProtocol.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { Rate } from "./rate.ts";
import type { StreamKey } from "./stream.ts";

export type SetStreamRateParameters = { key: StreamKey; rate: Rate };

/**
 * Changes the rate of a stream from now on, and pays the payee the accrued money, `paidWei`. A paused stream stays paused.
 *
 * @throws ContractRefused, as of `Streams_NotViewer` for another account.
 * @example
 * await client.stream.setRateSync({ key, rate: rateOf({ amountWei: 2n, perSeconds: 1 }) });
 */
export const setStreamRate = defineWrite({
  contract: "streamingProtocol",
  functions: [setRateFunction],
  event: StreamRateSetEvent,
  errors: streamingProtocolErrors,
  call: ({ key, rate }: SetStreamRateParameters) => ({ args: [key, rate] }),
  result: ({ paid }) => ({ paidWei: paid }),
});
