// SPDX-License-Identifier: MIT
import {
  StreamToppedUpEvent,
  streamingProtocolErrors,
  topUpFunction,
  topUpWithFunction,
} from "../abis/streamingProtocol.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { FundingSource } from "../chain/fundingSource.ts";
import { takes } from "../chain/takes.ts";
import type { StreamKey } from "./stream.ts";

export type TopUpStreamParameters = {
  key: StreamKey;
  amountWei: bigint;
  /** `allowance` by default. */
  source?: FundingSource | undefined;
};

/**
 * Adds to the funds of an open stream. Anyone may call it; refunds go to the viewer. A depleted stream flows on from now:
 * time without funds is never charged.
 *
 * @throws ContractRefused, as of `Streams_NotOpen`.
 * @example
 * const { receivedWei } = await client.stream.topUpSync({ key, amountWei: parseEther("1") });
 */
export const topUpStream = defineWrite({
  contract: "streamingProtocol",
  functions: [topUpFunction, topUpWithFunction],
  event: StreamToppedUpEvent,
  errors: streamingProtocolErrors,
  deposit: takes(({ key, amountWei, source = "allowance" }: TopUpStreamParameters) => ({
    source,
    token: key.token,
    amountWei,
  })),
  call: ({ key, amountWei, source = "allowance" }: TopUpStreamParameters, _, funding) =>
    source === "allowance"
      ? { args: [key, amountWei] }
      : { functionName: "topUpWith", args: [key, amountWei, funding] },
  result: ({ received }) => ({ receivedWei: received }),
});
