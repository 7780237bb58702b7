// SPDX-License-Identifier: GPL-3.0-or-later
import { type Hex, isHex } from "viem";
import { z } from "zod";
import { address } from "../kernel/config/commonConfig.ts";
import { payeeOfAddress, payeeOfSplit } from "../sdk/chain/payee.ts";
import { LIMITS } from "../sdk/content/manifestFields.ts";
import { BadBaseUrlError, type BaseUrl, parseBaseUrl } from "../sdk/wire/baseUrl.ts";

const aDuration = { error: "seconds, such as 90 or 90.5" };

/** A duration in seconds, up to a manifest's limit of 2^32 - 1. */
export const seconds = z
  .string()
  .regex(/^[0-9]+(\.[0-9]+)?$/, aDuration)
  .transform(Number)
  .refine((value) => value > 0 && value <= LIMITS.durationSec, aDuration);

/** 32 bytes in hex: a contentId or a channelId. */
export const word = z.custom<Hex>((text) => isHex(text) && text.length === 66, {
  error: "0x and 64 hex digits",
});

/** A node's base URL, as it may stand on chain. */
export const baseUrl = z.string().transform((text, context): BaseUrl => {
  try {
    return parseBaseUrl(text);
  } catch (error) {
    if (!(error instanceof BadBaseUrlError)) throw error;
    context.addIssue({ code: "custom", message: error.wanted });
    return z.NEVER;
  }
});

/** An address, or `split:<id>`; becomes a payee. */
export const payee = z.string().transform((text, context) => {
  try {
    const split = /^split:([0-9]+)$/.exec(text)?.[1];
    return split === undefined ? payeeOfAddress(address.parse(text)) : payeeOfSplit(BigInt(split));
  } catch {
    context.addIssue({ code: "custom", message: "an address, or split:<id>" });
    return z.NEVER;
  }
});
