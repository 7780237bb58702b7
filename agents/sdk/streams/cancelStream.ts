// SPDX-License-Identifier: MIT
import {
  cancelFunction,
  StreamCancelledEvent,
  streamingProtocolErrors,
} from "../abis/streamingProtocol.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { StreamKey } from "./stream.ts";

export type CancelStreamParameters = { key: StreamKey };

/**
 * Ends a stream: pays the payee the accrued money, `paidWei`, and the viewer the rest, in one transaction.
 *
 * @throws ContractRefused, as of `Streams_NotHolder` for an account that is neither viewer nor payee.
 * @example
 * const { paidWei, refundedWei } = await client.stream.cancelSync({ key });
 */
export const cancelStream = defineWrite({
  contract: "streamingProtocol",
  functions: [cancelFunction],
  event: StreamCancelledEvent,
  errors: streamingProtocolErrors,
  call: ({ key }: CancelStreamParameters) => ({ args: [key] }),
  result: ({ paid, refunded }) => ({ paidWei: paid, refundedWei: refunded }),
});
