// SPDX-License-Identifier: MIT
import { streamOfFunction } from "../abis/streamingProtocol.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import type { Rate } from "./rate.ts";
import type { Stream } from "./stream.ts";

/**
 * Reads the stored state of a stream; all zero for a stream that is not open. {@link accruedAt} computes the accrual
 * since.
 *
 * @example
 * const stream = await client.stream.getStream({ key });
 * const accruedWei = accruedAt(stream, Date.now() / 1_000);
 */
export const getStream = defineRead("streamingProtocol", streamOfFunction, {
  result: (stream): Stream => ({ ...stream, rate: stream.rate as Rate }),
});
