// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, isAddress, isHex } from "viem";
import { z } from "zod";
import { commonFields, list, wei, wholeNumber } from "../kernel/config/commonConfig.ts";
import { type ConfigOf, defineRole } from "../kernel/config/config.ts";
import { payees } from "../vouchers/payees.ts";

const tokens = list.transform((parts, context): Address[] => {
  if (parts.every((part) => isHex(part) && isAddress(part, { strict: false }))) {
    return parts.map((part) => part.toLowerCase() as Address);
  }
  context.addIssue({ code: "custom", message: "addresses, separated by commas" });
  return z.NEVER;
});

/** The settings of a sequencer. */
export const sequencerConfig = defineRole("sequencer", {
  ...commonFields("sequencer", { port: 8601 }),
  payees: {
    schema: payees.optional(),
    description: "Payees to serve, addresses or 32-byte payees, separated by commas; all by default",
  },
  tokens: {
    schema: tokens.optional(),
    description: "Tokens to take, separated by commas; STREAM alone by default",
  },
  maxBlindSec: {
    schema: wholeNumber(1),
    default: 60,
    description:
      "Refuse vouchers while the newest block is older than this many seconds; keep far below any channel's window",
  },
  settleIdleSec: {
    schema: wholeNumber(0),
    default: 60,
    description: "Settle a payee's vouchers after this many seconds without a new one",
  },
  settleAfterSec: {
    schema: wholeNumber(0),
    default: 3_600,
    description: "Settle a payee's vouchers when the oldest is this many seconds old",
  },
  settleMinimumWei: {
    schema: wei,
    default: "10000000000000000",
    description: "Least amount to settle, in wei of the token, unless a channel is closing",
  },
  settleMaxRows: {
    schema: wholeNumber(1, 1_000),
    default: 200,
    description: "Most vouchers in one settlement",
  },
});

export type SequencerConfig = ConfigOf<typeof sequencerConfig>;
