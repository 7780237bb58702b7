// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, isAddress, isHex } from "viem";
import { z } from "zod";
import { commonFields, list, wei, wholeNumber } from "../kernel/config/commonConfig.ts";
import { type ConfigOf, defineRole } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";
import { operatorFields } from "../operators/endpoint.ts";
import type { Payee } from "../sdk/chain/payee.ts";
import { payees } from "../vouchers/payees.ts";
import { defaultPrices, prices } from "../vouchers/prices.ts";
import type { ProfitRule, SettlementRules } from "./policy.ts";

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
  ...operatorFields("sequencer", "metered works take receipts of a bonded sequencer alone"),
  receiptSec: {
    schema: wholeNumber(60, 30 * 86_400),
    default: 86_400,
    description:
      "Seconds for which the receipt of a paid period is good; within them it is given again for nothing",
  },
  interactionWaitSec: {
    schema: wholeNumber(0),
    default: 3_600,
    description:
      "Post actors' operations when the oldest has waited for so many seconds; each posting locks the bond of an assertion until its state is final",
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
    description:
      "Least amount to settle, in wei of the token, unless a channel is closing; 0 settles all, whatever the gas costs",
  },
  settleGasPercent: {
    schema: wholeNumber(1, 100),
    default: 10,
    description:
      "Most that gas may cost, in percent of the settled amount; where a channel is closing, the whole amount. For payees named by --payees, gas may cost anything",
  },
  prices: {
    schema: prices.optional(),
    description:
      "Prices of tokens, 0xToken=wei of ether/smallest units, to compare amounts with gas. By default, 1,000 STREAM for one ether",
  },
  maxFeePerGasWei: {
    schema: wei,
    default: "500000000000",
    description: "Highest fee per gas, in wei; above, settlements wait",
  },
  settleMaxRows: {
    schema: wholeNumber(1, 1_000),
    default: 200,
    description: "Most vouchers in one settlement",
  },
});

export type SequencerConfig = ConfigOf<typeof sequencerConfig>;

/** The rules of settling that the settings fix; the price of gas is the moment's. */
export function settlementRules(config: SequencerConfig, stream: Address): FixedRules {
  const { settleIdleSec, settleAfterSec, settleMinimumWei, settleMaxRows, settleGasPercent } = config;
  const profit = {
    prices: config.prices ?? defaultPrices(stream),
    served: new Set<Payee>(config.payees),
    gasUpToBps: BigInt(settleGasPercent) * 100n,
  };
  const rules = { settleIdleSec, settleAfterSec, settleMinimumWei, settleMaxRows };
  return { ...rules, profit: settleMinimumWei > 0n ? profit : undefined };
}

export type FixedRules = Omit<SettlementRules, "stopping" | "maxGas" | "profit"> & {
  profit: Omit<ProfitRule, "feePerGasWei"> | undefined;
};

/** Throws a UserError for a token that is taken and could never be settled. */
export function requirePrices(
  { payees }: SequencerConfig,
  tokens: readonly Address[],
  { profit }: FixedRules,
): void {
  if (payees || !profit) return;
  const unpriced = tokens.find((token) => !profit.prices.has(token));
  if (unpriced === undefined) return;
  throw new UserError(
    `The token ${unpriced} has no price, so none of its vouchers would be worth the gas of a settlement.`,
    "Give its price with --prices, name the payees to serve with --payees, or set --settle-minimum-wei 0.",
  );
}
