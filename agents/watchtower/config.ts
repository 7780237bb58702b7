// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address } from "viem";
import { commonFields, list, wei, wholeNumber } from "../kernel/config/commonConfig.ts";
import { type ConfigOf, defineRole, yesNo } from "../kernel/config/config.ts";
import { payees } from "../vouchers/payees.ts";
import { defaultPrices, prices } from "../vouchers/prices.ts";
import type { DefenceRules } from "./policy.ts";

const urls = list.transform((parts, context) => {
  for (const part of parts)
    if (!/^https?:$/.test(URL.canParse(part) ? new URL(part).protocol : ""))
      context.addIssue({ code: "custom", message: "http or https URLs, separated by commas" });
  return parts.map((part) => part.replace(/\/$/, ""));
});

/** The settings of a watchtower. */
export const watchtowerConfig = defineRole("watchtower", {
  ...commonFields("watchtower", { port: 8701 }),
  payees: {
    schema: payees.optional(),
    description: "Payees to defend, addresses or 32-byte payees, separated by commas; all by default",
  },
  prices: {
    schema: prices.optional(),
    description:
      "Prices of tokens, 0xToken=wei of ether/smallest units; other tokens are not defended. By default, 1,000 STREAM for one ether",
  },
  payUpToPercent: {
    schema: wholeNumber(1, 100_000),
    default: 100,
    description:
      "Most that gas may cost at the deadline, in percent of the stake; above 100, a defence may cost more than it saves",
  },
  maxFeePerGasWei: {
    schema: wei,
    default: "2000000000000",
    description: "Highest fee per gas, in wei, whatever the stake",
  },
  maxRows: {
    schema: wholeNumber(1, 1_000),
    default: 400,
    description: "Most channels in one settlement",
  },
  maxTransactions: {
    schema: wholeNumber(1, 64),
    default: 8,
    description: "Most settlements pending at once; nodes keep at least 16 of one account",
  },
  bumpAfterMs: {
    schema: wholeNumber(10),
    default: 12_000,
    description:
      "Raise the fees after this many milliseconds without a mined settlement: about the time between blocks",
  },
  marginSec: {
    schema: wholeNumber(0),
    default: 120,
    description: "Seconds before a channel's deadline from which vouchers are tried, but not promised",
  },
  sequencers: {
    schema: urls.optional(),
    description: "Sequencers to ask for the vouchers of closing channels, URLs separated by commas",
  },
  askMs: {
    schema: wholeNumber(10),
    default: 10_000,
    description: "Milliseconds between rounds of asking the sequencers",
  },
  dryRun: {
    schema: yesNo,
    default: false,
    description: "Log the settlements that are due, and send nothing",
  },
});

export type WatchtowerConfig = ConfigOf<typeof watchtowerConfig>;

/** The rules of defence from the settings; without prices, 1,000 STREAM for one ether. */
export function defenceRules(config: WatchtowerConfig, stream: Address): DefenceRules {
  const { payUpToPercent, maxFeePerGasWei, maxRows } = config;
  return {
    prices: config.prices ?? defaultPrices(stream),
    payUpToBps: BigInt(payUpToPercent) * 100n,
    maxFeePerGasWei,
    maxRows,
  };
}
