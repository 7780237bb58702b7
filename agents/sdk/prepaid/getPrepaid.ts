// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { prepaidFunction } from "../abis/streamPools.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { DEPOSITORIES, type OfToken } from "./depositories.ts";

export type GetPrepaidParameters = OfToken & { owner: Address };

/**
 * Reads the balance of a prepaid account, in wei.
 *
 * @example
 * const wei = await client.prepaid.getPrepaid({ contract: "paymentChannels", owner });
 */
export const getPrepaid = defineRead(DEPOSITORIES, prepaidFunction, {
  args: ({ owner, token }: GetPrepaidParameters, { addressOf }) => [owner, token ?? addressOf("streamToken")],
});
