// SPDX-License-Identifier: MIT
import { ContractFunctionRevertedError, type Hex, isAddressEqual, parseEventLogs } from "viem";
import {
  batchFunction,
  StreamCancelledEvent,
  StreamOpenedEvent,
  StreamPausedEvent,
  StreamPositionMintedEvent,
  StreamRateSetEvent,
  StreamRefundedEvent,
  StreamResumedEvent,
  StreamToppedUpEvent,
  streamingProtocolErrors,
  WithdrawnEvent,
} from "../abis/streamingProtocol.generated.ts";
import { defineWrite, type WriteCall } from "../chain/defineWrite.ts";
import { passing } from "../chain/passing.ts";
import { neighbours } from "../chain/sendWrite.ts";
import { errorOf } from "../errors/chainErrors.ts";
import { TributaryError } from "../errors/TributaryError.ts";

export type BatchStreamsParameters = {
  /** Calls of StreamingProtocol, as `.call` and `.signCall` of its writes make them, in order. */
  calls: readonly WriteCall[];
  /** Sends the batch although a call would fail; false by default. */
  allowFailure?: boolean | undefined;
};

const streamEvents = [
  ...([StreamOpenedEvent, StreamToppedUpEvent, StreamRateSetEvent, StreamPausedEvent] as const),
  ...([StreamResumedEvent, StreamRefundedEvent, StreamCancelledEvent, WithdrawnEvent] as const),
  StreamPositionMintedEvent,
] as const;

/**
 * Makes several calls of StreamingProtocol in one transaction, each by itself: a call that fails in the block changes nothing
 * and stops no other, so `events` says what was done. Each call gets an even share of the gas.
 *
 * @throws ContractRefused with the error of the first call that fails now, unless `allowFailure`: nothing is sent.
 * @example
 * const { events } = await client.stream.batchSync({
 *   calls: [client.stream.cancel.call({ key }), client.stream.open.call({ contentId, rate, depositWei })],
 * });
 */
export const batchStreams = defineWrite({
  contract: "streamingProtocol",
  functions: [batchFunction],
  errors: streamingProtocolErrors,
  call: ({ calls }: BatchStreamsParameters, { contract }) => {
    for (const { to, value = 0n, functionName } of calls)
      if (!isAddressEqual(to, contract) || value > 0n)
        throw new TributaryError(`${functionName} cannot be in a batch of streams`, {
          advice: "batch calls of StreamingProtocol without ETH, and send other calls by the wallet",
        });
    return { args: [calls.map(({ data }) => data)] };
  },
  check: ({ calls, allowFailure = false }) =>
    passing((answer) => {
      const [done, answers] = answer as [boolean[], Hex[]];
      const at = done.indexOf(false);
      const failing = calls[at];
      if (allowFailure || failing === undefined) return;
      const { abi, functionName } = failing;
      if (answers[at] === "0x")
        throw new TributaryError(
          `${functionName} fails in the batch without a reason, as for too little gas`,
          {
            advice: "give a higher `gas`, or make fewer calls",
          },
        );
      const reason = { abi: [...abi, ...neighbours], data: answers[at]!, functionName };
      throw errorOf(new ContractFunctionRevertedError(reason), functionName);
    }),
  result: (_, __, { receipt: { logs }, contract }) => {
    const own = logs.filter(({ address }) => isAddressEqual(address, contract));
    return { events: parseEventLogs({ abi: streamEvents, logs: own }) };
  },
});
