// SPDX-License-Identifier: GPL-3.0-or-later
import { type Hex, isAddress } from "viem";
import { z } from "zod";
import { type Payee, parsePayee, payeeOfAddress } from "../sdk/chain/payee.ts";

/** Parts, separated by commas. */
export const list = z.string().transform((text) => text.split(",").map((part) => part.trim()));

/** Addresses or 32-byte payees, separated by commas. */
export const payees = list.transform((parts, context): Payee[] =>
  parts.map((part) => {
    try {
      if (isAddress(part, { strict: false })) return payeeOfAddress(part);
      parsePayee(part as Hex);
      return part.toLowerCase() as Payee;
    } catch {
      context.addIssue({ code: "custom", message: "addresses or 32-byte payees, separated by commas" });
      return z.NEVER;
    }
  }),
);

/** An amount in wei. */
export const wei = z
  .union([z.string(), z.number()], { error: "wei, a whole number" })
  .transform((given, context) => {
    if (/^[0-9]+$/.test(String(given))) return BigInt(given);
    context.addIssue({ code: "custom", message: "wei, a whole number" });
    return z.NEVER;
  });
