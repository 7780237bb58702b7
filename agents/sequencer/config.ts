// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, isAddress, isHex } from "viem";
import { z } from "zod";
import { commonFields, wholeNumber } from "../kernel/config/commonConfig.ts";
import { type ConfigOf, defineConfig } from "../kernel/config/config.ts";
import { list, payees, wei } from "../vouchers/voucherConfig.ts";

const tokens = list.transform((parts, context): Address[] => {
  if (parts.every((part) => isHex(part) && isAddress(part, { strict: false }))) {
    return parts.map((part) => part.toLowerCase() as Address);
  }
  context.addIssue({ code: "custom", message: "addresses, separated by commas" });
  return z.NEVER;
});

export const sequencerConfig = defineConfig("sequencer", {
  ...commonFields("sequencer", { port: 8601 }),
  payees: {
    schema: payees.optional(),
    description: "Payees to serve, addresses or 32-byte payees, separated by commas; without it, all",
  },
  tokens: {
    schema: tokens.optional(),
    description: "Tokens to take, separated by commas; without it, STREAM alone",
  },
  maxBlindSec: {
    schema: wholeNumber(1),
    default: 60,
    description:
      "Take no vouchers when the chain was not seen for this many seconds; far below any channel's window",
  },
  settleIdleSec: {
    schema: wholeNumber(0),
    default: 60,
    description: "Settle a payee's vouchers when none came for this many seconds",
  },
  settleAfterSec: {
    schema: wholeNumber(0),
    default: 3_600,
    description: "Settle a payee's vouchers when the oldest has waited for this many seconds",
  },
  settleMinimumWei: {
    schema: wei,
    default: "10000000000000000",
    description: "Let less than this wait, in wei of the token, unless a channel is closing",
  },
  settleMaxRows: {
    schema: wholeNumber(1, 1_000),
    default: 200,
    description: "Vouchers in one settlement, at most",
  },
});

export type SequencerConfig = ConfigOf<typeof sequencerConfig>;
