// SPDX-License-Identifier: GPL-3.0-or-later
import { privateNetworkField } from "../kernel/chain/outsideEndpoints.ts";
import { commonFields, wei, wholeNumber } from "../kernel/config/commonConfig.ts";
import { type ConfigOf, defineRole } from "../kernel/config/config.ts";

const common = commonFields("challenger", { port: 9200 });

/** The settings of a challenger. */
export const challengerConfig = defineRole("challenger", {
  ...common,
  roundMs: {
    schema: wholeNumber(10),
    default: 30_000,
    description: "Milliseconds between rounds of audits",
  },
  privateNetwork: privateNetworkField,
  timeoutMs: {
    schema: wholeNumber(1),
    default: 5_000,
    description: "Milliseconds to wait for an edge's answer",
  },
  secondRpcUrl: {
    schema: common.rpcUrl.schema.optional(),
    description:
      "RPC of another provider, by which assertions are watched too: a lie that the first one hides is seen, and /ready says when the two disagree",
  },
  demandBudgetWei: {
    schema: wei,
    default: "10000000000000000",
    description: "Wei of ether that the demands of a day may lock as bonds; 0: nothing is demanded on chain",
  },
});

export type ChallengerConfig = ConfigOf<typeof challengerConfig>;
