// SPDX-License-Identifier: MIT
import { owedFunction } from "../abis/streamPools.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import type { Payee } from "../chain/payee.ts";
import { DEPOSITORIES, type OfToken } from "./depositories.ts";

export type GetOwedParameters = OfToken & { payee: Payee };

/**
 * Reads what waits for a payee, in wei: a failed payment, or split revenue below the least credit. {@link payOut} pays it.
 *
 * @example
 * const wei = await client.prepaid.getOwed({ contract: "streamingProtocol", payee });
 */
export const getOwed = defineRead(DEPOSITORIES, owedFunction, {
  args: ({ payee, token }: GetOwedParameters, { addressOf }) => [payee, token ?? addressOf("streamToken")],
});
