// SPDX-License-Identifier: MIT
import { maxUint96 } from "viem";
import {
  refundFunction,
  StreamRefundedEvent,
  streamingProtocolErrors,
} from "../abis/streamingProtocol.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { StreamKey } from "./stream.ts";

export type RefundStreamParameters = {
  key: StreamKey;
  /** All that is unspent by default. */
  amountWei?: bigint | undefined;
};

/**
 * Takes back a part of a stream's money that has not accrued, as the viewer; the stream runs on, for a shorter time.
 *
 * @throws ContractRefused, as of `Streams_AboveUnspent` or `Streams_NotViewer`.
 * @example
 * const { refundedWei } = await client.stream.refundSync({ key, amountWei: parseEther("1") });
 */
export const refundStream = defineWrite({
  contract: "streamingProtocol",
  functions: [refundFunction],
  event: StreamRefundedEvent,
  errors: streamingProtocolErrors,
  call: ({ key, amountWei = maxUint96 }: RefundStreamParameters) => ({ args: [key, amountWei] }),
  result: ({ amount }) => ({ refundedWei: amount }),
});
