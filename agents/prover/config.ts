// SPDX-License-Identifier: GPL-3.0-or-later
import { commonFields } from "../kernel/commonConfig.ts";
import { type ConfigOf, defineConfig } from "../kernel/config.ts";

export const proverConfig = defineConfig("prover", commonFields("prover", { port: 8602 }));

export type ProverConfig = ConfigOf<typeof proverConfig>;
