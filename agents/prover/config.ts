// SPDX-License-Identifier: GPL-3.0-or-later
import { commonFields } from "../kernel/config/commonConfig.ts";
import { type ConfigOf, defineRole } from "../kernel/config/config.ts";

/** The settings of a prover. */
export const proverConfig = defineRole("prover", commonFields("prover", { port: 8602 }));

export type ProverConfig = ConfigOf<typeof proverConfig>;
