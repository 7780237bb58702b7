// SPDX-License-Identifier: GPL-3.0-or-later
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { loadConfig } from "../../kernel/config/config.ts";
import type { Devchain } from "../../localnet/devchain.ts";
import type { Scope } from "../../localnet/scope.ts";
import { proverConfig } from "../config.ts";
import { startProver } from "../service.ts";

/** The settings of a prover with an account and a directory of its own. */
export async function proverSettings(devchain: Devchain): Promise<Record<string, string>> {
  const { key } = await devchain.newAccount();
  return {
    TRIBUTARY_RPC_URL: devchain.rpcUrl,
    TRIBUTARY_DEPLOYMENT: devchain.deployment.path,
    TRIBUTARY_DATA_DIR: join(devchain.directory, randomBytes(8).toString("hex")),
    TRIBUTARY_KEY: key,
    TRIBUTARY_PORT: "0",
    TRIBUTARY_LOG_LEVEL: "silent",
    TRIBUTARY_FINALITY_BLOCKS: "0",
    TRIBUTARY_POLL_MS: "50",
    // the provers of other tests are gone
    TRIBUTARY_TAKEOVER_SEC: "0",
  };
}

/** Starts a prover in this process, which ends with the test. */
export async function startTestProver(t: Scope, env: Record<string, string>) {
  const prover = await startProver(loadConfig(proverConfig, { env }));
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= prover.stop();
    return stopped;
  };
  t.onTestFinished(stop);
  return { url: prover.url, stop, env };
}
