// SPDX-License-Identifier: GPL-3.0-or-later
import { execFile } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Hex } from "viem";
import { UserError } from "../kernel/process/errors.ts";

/** The root of the repository, where forge and circom run. */
export const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Runs script/Deploy.s.sol against `rpcUrl`, and writes the addresses to `deploymentPath`, which foundry.toml must
 * allow: a path below .tributary/ or script/deployments/. Throws a UserError with forge's own words.
 */
export async function deployContracts(options: {
  rpcUrl: string;
  deployerKey: Hex;
  deploymentPath: string;
  signal?: AbortSignal;
}): Promise<void> {
  const { rpcUrl, deployerKey, deploymentPath, signal } = options;
  const args = [
    "script",
    "script/Deploy.s.sol",
    "--rpc-url",
    rpcUrl,
    "--broadcast",
    "--private-key",
    deployerKey,
  ];
  await forge(args, {
    signal,
    env: { TRIBUTARY_DEPLOYMENT: deploymentPath, FOUNDRY_BROADCAST: dirname(deploymentPath) },
  });
}

/** Compiles the changed contracts. */
export async function buildContracts(signal?: AbortSignal): Promise<void> {
  await forge(["build", "--skip", "test"], { signal });
}

async function forge(
  args: string[],
  options: { signal?: AbortSignal | undefined; env?: Record<string, string> },
): Promise<void> {
  try {
    await promisify(execFile)("node_modules/.bin/forge", args, {
      cwd: REPOSITORY,
      env: { ...process.env, ...options.env, FOUNDRY_DISABLE_NIGHTLY_WARNING: "1" },
      maxBuffer: 1 << 26,
      signal: options.signal,
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new UserError(
      `forge ${args[0]} failed:\n${`${stdout}\n${stderr}`.trim().split("\n").slice(-12).join("\n")}`,
      "Fix the errors above, then start again.",
      { cause: error },
    );
  }
}
