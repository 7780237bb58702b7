// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { PrepaidEvent, prepayFunction, streamPoolsErrors } from "../abis/streamPools.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { takes } from "../chain/takes.ts";
import { DEPOSITORIES, type OfToken } from "./depositories.ts";

export type PrepayParameters = OfToken & {
  amountWei: bigint;
  /** The owner of the account to fill; the sender by default. */
  owner?: Address | undefined;
};

/**
 * Fills a prepaid account. Its owner opens and tops up from the account without another transfer: `source: "prepaid"`.
 *
 * @param contract PaymentChannels, StreamingProtocol, StreamPools or PurchasePolicy: each keeps its own accounts.
 * @example
 * await client.prepaid.prepaySync({ contract: "streamingProtocol", token: zeroAddress, amountWei: parseEther("0.1") });
 */
export const prepay = defineWrite({
  contract: DEPOSITORIES,
  functions: [prepayFunction],
  event: PrepaidEvent,
  errors: streamPoolsErrors,
  deposit: takes(({ token, amountWei }: PrepayParameters, { addressOf }) => ({
    source: "allowance",
    token: token ?? addressOf("streamToken"),
    amountWei,
  })),
  call: ({ token, amountWei, owner }: PrepayParameters, { account, addressOf }) => ({
    args: [owner ?? account, token ?? addressOf("streamToken"), amountWei],
  }),
  result: ({ received }) => ({ receivedWei: received }),
});
