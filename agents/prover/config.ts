// SPDX-License-Identifier: GPL-3.0-or-later
import { commonFields } from "../kernel/config/commonConfig.ts";
import { type ConfigOf, defineConfig } from "../kernel/config/config.ts";

export const proverConfig = defineConfig("prover", commonFields("prover", { port: 8602 }));

export type ProverConfig = ConfigOf<typeof proverConfig>;
