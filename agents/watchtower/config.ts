// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, isAddress } from "viem";
import { commonFields, wholeNumber } from "../kernel/config/commonConfig.ts";
import { type ConfigOf, defineConfig, yesNo } from "../kernel/config/config.ts";
import { list, payees, wei } from "../vouchers/voucherConfig.ts";
import type { Price } from "./policy.ts";

const prices = list.transform((parts, context) => {
  const read = new Map<Address, Price>();
  for (const part of parts) {
    const [, token = "", ether = "0", units = "0"] =
      /^(0x[0-9a-fA-F]{40})=([0-9]+)\/([0-9]+)$/.exec(part) ?? [];
    if (isAddress(token, { strict: false }) && BigInt(units) > 0n)
      read.set(token.toLowerCase() as Address, { ether: BigInt(ether), token: BigInt(units) });
    else context.addIssue({ code: "custom", message: "prices such as 0x…=1/1000, separated by commas" });
  }
  return read;
});

const urls = list.transform((parts, context) => {
  for (const part of parts)
    if (!/^https?:$/.test(URL.canParse(part) ? new URL(part).protocol : ""))
      context.addIssue({ code: "custom", message: "http or https URLs, separated by commas" });
  return parts.map((part) => part.replace(/\/$/, ""));
});

/** The settings of a watchtower. */
export const watchtowerConfig = defineConfig("watchtower", {
  ...commonFields("watchtower", { port: 8701 }),
  payees: {
    schema: payees.optional(),
    description: "Payees to defend, addresses or 32-byte payees, separated by commas; without it, all",
  },
  prices: {
    schema: prices.optional(),
    description:
      "What tokens are worth, 0xToken=wei of ether/smallest units; others are not defended. Without it, 1,000 STREAM for one ether",
  },
  payUpToPercent: {
    schema: wholeNumber(1, 100_000),
    default: 100,
    description:
      "What of the stake gas may cost in the end, in percent; above 100, defending may cost more than it saves",
  },
  maxFeePerGasWei: {
    schema: wei,
    default: "2000000000000",
    description: "Never offer more than this per gas, whatever is at stake",
  },
  maxRows: {
    schema: wholeNumber(1, 1_000),
    default: 400,
    description: "Channels in one settlement, at most",
  },
  maxTransactions: {
    schema: wholeNumber(1, 64),
    default: 8,
    description: "Settlements under way at once, at most; nodes keep 16 of one account at least",
  },
  bumpAfterMs: {
    schema: wholeNumber(10),
    default: 12_000,
    description:
      "Offer more when nothing was mined for this many milliseconds: about the time between blocks",
  },
  marginSec: {
    schema: wholeNumber(0),
    default: 120,
    description:
      "A voucher that comes later than this before its channel's deadline is tried, and not promised",
  },
  sequencers: {
    schema: urls.optional(),
    description: "Sequencers to ask for the vouchers of channels that are closing, URLs separated by commas",
  },
  askMs: {
    schema: wholeNumber(10),
    default: 10_000,
    description: "Milliseconds between rounds of asking them",
  },
  dryRun: { schema: yesNo, default: false, description: "Say what would be settled, and send nothing" },
});

export type WatchtowerConfig = ConfigOf<typeof watchtowerConfig>;
