// SPDX-License-Identifier: GPL-3.0-or-later
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Ends a hanging test; no test is held to a time. */
const HANGS_AFTER_MS = 30 * 60_000;

const project = (name: string, include: string[], exclude: string[] = [], maxWorkers = 2) => ({
  extends: true as const,
  test: { name, include, exclude: ["**/node_modules/**", ...exclude], maxWorkers },
});

const E2E = "**/*.e2e.test.ts";
const CHAIN = "**/*.chain.test.ts";
const BROWSER = "**/*.browser.test.ts";

// biome-ignore lint/style/noDefaultExport: vitest demands one
export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    testTimeout: HANGS_AFTER_MS,
    hookTimeout: HANGS_AFTER_MS,
    teardownTimeout: HANGS_AFTER_MS,
    maxConcurrency: 2,
    projects: [
      project("unit", ["{agents,script}/**/*.test.ts"], [E2E, CHAIN, BROWSER, "agents/splits/**"]),
      project("circuits", ["{circuits,agents/splits}/**/*.test.ts"], [], 1),
      project("chain", [`agents/${CHAIN}`]),
      project("e2e", [`agents/${E2E}`], [], 1),
      project("browser", [`agents/${BROWSER}`], [], 1),
    ],
    // every decision of a role is taken in a test
    coverage: {
      include: ["agents/**/policy.ts"],
      reportsDirectory: ".cache/coverage",
      thresholds: { lines: 100, functions: 95, branches: 90 },
    },
  },
});
