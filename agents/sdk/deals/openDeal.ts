// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import {
  DealOpenedEvent,
  openFunction,
  openWithPermitFunction,
  storageDealsErrors,
} from "../abis/storageDeals.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { permitArguments } from "../chain/permitArguments.ts";
import { takes } from "../chain/takes.ts";

export type OpenDealParameters = {
  contentId: Hex;
  /** Of one copy and one epoch, in wei for each 1e9 bytes. */
  pricePerGigabyteWei: bigint;
  /** How many owners are paid, the best first: 3 by default, 16 at most. */
  copies?: number | undefined;
  /** The most that is taken, in wei: as many whole epochs as it pays. */
  depositWei: bigint;
  /** `permit` by default: one signature and one transaction. */
  source?: "permit" | "allowance" | undefined;
};

/**
 * Prepays the edges that own a work, from the next epoch on.
 *
 * @throws ContractRefused, as of `StorageDeals_DepositTooLow` with what an epoch costs.
 * @example
 * const terms = { pricePerGigabyteWei: parseEther("0.00001"), depositWei: parseEther("1") };
 * const { number, deal } = await client.deal.openSync({ contentId, ...terms });
 */
export const openDeal = defineWrite({
  contract: "storageDeals",
  functions: [openFunction, openWithPermitFunction],
  event: DealOpenedEvent,
  errors: storageDealsErrors,
  deposit: takes(({ depositWei, source = "permit" }: OpenDealParameters, { addressOf }) => ({
    source,
    token: addressOf("streamToken"),
    amountWei: depositWei,
  })),
  call: (
    { contentId, pricePerGigabyteWei, copies = 3, depositWei, source = "permit" }: OpenDealParameters,
    _,
    { authorization },
  ) => {
    const args = [contentId, pricePerGigabyteWei, copies, depositWei];
    return source === "allowance"
      ? { functionName: "open", args }
      : { functionName: "openWithPermit", args: [...args, ...permitArguments(authorization)] };
  },
});
