// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import {
  DealToppedUpEvent,
  storageDealsErrors,
  topUpFunction,
  topUpWithPermitFunction,
} from "../abis/storageDeals.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { permitArguments } from "../chain/permitArguments.ts";
import { takes } from "../chain/takes.ts";

export type TopUpDealParameters = {
  contentId: Hex;
  number: bigint;
  /** The most that is taken, in wei: as many whole epochs as it pays. */
  depositWei: bigint;
  /** `permit` by default: one signature and one transaction. */
  source?: "permit" | "allowance" | undefined;
};

/** Adds epochs to the end of a deal that has one yet to begin. Anyone may; what comes back is the payer's. */
export const topUpDeal = defineWrite({
  contract: "storageDeals",
  functions: [topUpFunction, topUpWithPermitFunction],
  event: DealToppedUpEvent,
  errors: storageDealsErrors,
  deposit: takes(({ depositWei, source = "permit" }: TopUpDealParameters, { addressOf }) => ({
    source,
    token: addressOf("streamToken"),
    amountWei: depositWei,
  })),
  call: ({ contentId, number, depositWei, source = "permit" }: TopUpDealParameters, _, { authorization }) => {
    const args = [contentId, number, depositWei];
    return source === "allowance"
      ? { functionName: "topUp", args }
      : { functionName: "topUpWithPermit", args: [...args, ...permitArguments(authorization)] };
  },
});
