// SPDX-License-Identifier: GPL-3.0-or-later
import { commonFields, list, wei, wholeNumber } from "../kernel/config/commonConfig.ts";
import { type ConfigOf, defineRole } from "../kernel/config/config.ts";
import type { ProverRules } from "./policy.ts";

const segments = list.transform((parts, context): "all" | ReadonlySet<bigint> => {
  if (parts.join() === "all") return "all";
  if (!parts.every((part) => /^[0-9]{1,17}$/.test(part)))
    context.addIssue({ code: "custom", message: "segments, numbers separated by commas, or all" });
  return new Set(parts.flatMap((part) => (/^[0-9]+$/.test(part) ? BigInt(part) : [])));
});

/** The settings of a prover. */
export const proverConfig = defineRole("prover", {
  ...commonFields("prover", { port: 8602 }),
  streamPerEther: {
    schema: wholeNumber(1),
    default: 1_000,
    description: "STREAM that one ether buys: decides whether the fees of a batch pay for its gas",
  },
  serve: {
    schema: segments.optional(),
    description:
      "Segments whose batches are settled at a loss too, numbers separated by commas, or all; by default all on chain 31337, none elsewhere",
  },
  maxFeePerGasWei: {
    schema: wei,
    default: "500000000000",
    description: "Highest fee per gas, in wei",
  },
  takeoverSec: {
    schema: wholeNumber(0, 86_400),
    default: 15,
    description: "Take another prover's batch after this many seconds without a settlement by it",
  },
});

export type ProverConfig = ConfigOf<typeof proverConfig>;

const DEVELOPMENT_CHAIN_ID = 31_337;

/** The policy's rules, from the settings. */
export function rulesOf({ serve, takeoverSec }: ProverConfig, chainId: number): ProverRules {
  const served = serve ?? (chainId === DEVELOPMENT_CHAIN_ID ? "all" : new Set<bigint>());
  return { takeoverSec, isServed: (segment) => served === "all" || served.has(segment) };
}
