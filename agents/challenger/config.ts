// SPDX-License-Identifier: GPL-3.0-or-later
import { privateNetworkField } from "../kernel/chain/outsideEndpoints.ts";
import { commonFields, wei, wholeNumber } from "../kernel/config/commonConfig.ts";
import { type ConfigOf, defineRole } from "../kernel/config/config.ts";

/** The settings of a challenger. */
export const challengerConfig = defineRole("challenger", {
  ...commonFields("challenger", { port: 9200 }),
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
  demandBudgetWei: {
    schema: wei,
    default: "10000000000000000",
    description: "Wei of ether that the demands of a day may lock as bonds; 0: nothing is demanded on chain",
  },
});

export type ChallengerConfig = ConfigOf<typeof challengerConfig>;
