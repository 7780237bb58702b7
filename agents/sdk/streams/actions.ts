// SPDX-License-Identifier: MIT
// The actions of `client.stream`. An action that adds nothing to a function of the contract is one line here.
import {
  accruedOfFunction,
  BATCH_CALL_GASFunction,
  depletionTimeOfFunction,
  isTrustedForwarderFunction,
  mintPositionFunction,
  positionFactsFunction,
  positionIdOfFunction,
  refundableOfFunction,
  StreamCancelledEvent,
  StreamOpenedEvent,
  StreamPausedEvent,
  StreamPositionMintedEvent,
  StreamRateSetEvent,
  StreamRefundedEvent,
  StreamResumedEvent,
  StreamToppedUpEvent,
  statusOfFunction,
  streamIdOfFunction,
  streamingProtocolErrors,
  unspentOfFunction,
  WithdrawnEvent,
} from "../abis/streamingProtocol.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { StreamStatus } from "./stream.ts";

export { batchStreams as batch } from "./batchStreams.ts";
export { cancelStream as cancel } from "./cancelStream.ts";
export { getStream } from "./getStream.ts";
export { getStreamsOf } from "./getStreamsOf.ts";
export { initiateStream as initiate } from "./initiateStream.ts";
export { openStream as open } from "./openStream.ts";
export { pauseStream as pause } from "./pauseStream.ts";
export { processPayment } from "./processPayment.ts";
export { refundStream as refund } from "./refundStream.ts";
export { resumeStream as resume } from "./resumeStream.ts";
export { setStreamRate as setRate } from "./setStreamRate.ts";
export { topUpStream as topUp } from "./topUpStream.ts";
export { verifyContent } from "./verifyContent.ts";
export { withdrawStream as withdraw } from "./withdrawStream.ts";
export { withdrawStreams as withdrawMany } from "./withdrawStreams.ts";

/** Makes the account's stream, as its payee, an ERC-721, whose owner is paid from then on. */
export const mintPosition = defineWrite({
  contract: "streamingProtocol",
  functions: [mintPositionFunction],
  event: StreamPositionMintedEvent,
  errors: streamingProtocolErrors,
});

const STATUSES: readonly StreamStatus[] = ["none", "streaming", "paused", "depleted"];

/** The status of a stream at the block. */
export const getStatus = defineRead("streamingProtocol", statusOfFunction, {
  result: (status) => STATUSES[status] as StreamStatus,
});
/** The accrued wei, which a withdrawal pays. */
export const getAccrued = defineRead("streamingProtocol", accruedOfFunction);
/** The wei that the viewer gets back when the stream is cancelled. */
export const getRefundable = defineRead("streamingProtocol", refundableOfFunction);
/** The wei that the viewer can take back of an open stream. */
export const getUnspent = defineRead("streamingProtocol", unspentOfFunction);
/** The time at which the last of the funds accrues, in seconds; 0 for a stream that is not open. */
export const getDepletionTime = defineRead("streamingProtocol", depletionTimeOfFunction);
/** The id that a stream has or would have; {@link streamIdOf} computes the id without a call. */
export const getStreamId = defineRead("streamingProtocol", streamIdOfFunction);
/** The id of the stream's position, or the id that the next position would have. */
export const getPositionId = defineRead("streamingProtocol", positionIdOfFunction);
/** The facts of a stream's position, as for a buyer. */
export const getPositionFacts = defineRead("streamingProtocol", positionFactsFunction);
/** Whether a forwarder may name the sender of a call. */
export const isTrustedForwarder = defineRead("streamingProtocol", isTrustedForwarderFunction);
/** The least gas that each call of a batch gets. */
export const getBatchCallGas = defineRead("streamingProtocol", BATCH_CALL_GASFunction);

export const watchStreamOpened = defineWatch("streamingProtocol", StreamOpenedEvent);
export const watchStreamToppedUp = defineWatch("streamingProtocol", StreamToppedUpEvent);
export const watchStreamRateSet = defineWatch("streamingProtocol", StreamRateSetEvent);
export const watchStreamPaused = defineWatch("streamingProtocol", StreamPausedEvent);
export const watchStreamResumed = defineWatch("streamingProtocol", StreamResumedEvent);
export const watchStreamRefunded = defineWatch("streamingProtocol", StreamRefundedEvent);
export const watchStreamCancelled = defineWatch("streamingProtocol", StreamCancelledEvent);
export const watchStreamPositionMinted = defineWatch("streamingProtocol", StreamPositionMintedEvent);
export const watchWithdrawn = defineWatch("streamingProtocol", WithdrawnEvent);
