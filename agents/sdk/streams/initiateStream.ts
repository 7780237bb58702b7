// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import {
  initiateStreamFunction,
  StreamOpenedEvent,
  streamingProtocolErrors,
} from "../abis/streamingProtocol.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { takes } from "../chain/takes.ts";

export type InitiateStreamParameters = {
  contentId: Hex;
  durationSec: number;
  /** Whole wei of STREAM, below 2^72; any other rate flows by {@link openStream}. */
  ratePerSecondWei: bigint;
};

/**
 * Pays STREAM for a content by the second, from now on, for `durationSec`. Approves the whole price first where needed.
 *
 * @throws ContractRefused, as of `Streams_AlreadyOpen` while an older stream of the account runs.
 * @example
 * const { ratePerSecondWei } = await client.content.getContent({ contentId });
 * const { key } = await client.stream.initiateSync({ contentId, ratePerSecondWei, durationSec: 600 });
 */
export const initiateStream = defineWrite({
  contract: "streamingProtocol",
  functions: [initiateStreamFunction],
  event: StreamOpenedEvent,
  errors: streamingProtocolErrors,
  deposit: takes(({ durationSec, ratePerSecondWei }: InitiateStreamParameters, { addressOf }) => ({
    source: "allowance",
    token: addressOf("streamToken"),
    amountWei: BigInt(durationSec) * ratePerSecondWei,
  })),
  call: ({ contentId, durationSec, ratePerSecondWei }: InitiateStreamParameters) => ({
    args: [contentId, BigInt(durationSec), ratePerSecondWei],
  }),
  result: ({ id, payee, token }) => ({ key: { id, payee, token } }),
});
