// SPDX-License-Identifier: MIT
import {
  pauseFunction,
  StreamPausedEvent,
  streamingProtocolErrors,
} from "../abis/streamingProtocol.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";

/**
 * Pauses a stream. The accrued money stays the payee's; the viewer may resume the stream at any time.
 *
 * @throws ContractRefused, as of `Streams_NotViewer` or `Streams_NotStreaming`.
 * @example
 * await client.stream.pauseSync({ key });
 */
export const pauseStream = defineWrite({
  contract: "streamingProtocol",
  functions: [pauseFunction],
  event: StreamPausedEvent,
  errors: streamingProtocolErrors,
});
