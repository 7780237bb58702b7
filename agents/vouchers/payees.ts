// SPDX-License-Identifier: GPL-3.0-or-later
import { type Hex, isAddress } from "viem";
import { z } from "zod";
import { list } from "../kernel/config/commonConfig.ts";
import { type Payee, parsePayee, payeeOfAddress } from "../sdk/chain/payee.ts";

/** Payees, as a setting: addresses or 32-byte payees, separated by commas. */
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
