// SPDX-License-Identifier: MIT
import {
  resumeFunction,
  StreamResumedEvent,
  streamingProtocolErrors,
} from "../abis/streamingProtocol.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";

/**
 * Resumes a paused stream, at its rate.
 *
 * @throws ContractRefused, as of `Streams_NotViewer` or `Streams_NotPaused`.
 * @example
 * await client.stream.resumeSync({ key });
 */
export const resumeStream = defineWrite({
  contract: "streamingProtocol",
  functions: [resumeFunction],
  event: StreamResumedEvent,
  errors: streamingProtocolErrors,
});
