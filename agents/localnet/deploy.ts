// SPDX-License-Identifier: GPL-3.0-or-later
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Hex } from "viem";
import { UserError } from "../kernel/process/errors.ts";
import { foundryBinary } from "./foundry.ts";

/** The root of the repository, where forge and circom run. */
export const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));

/** The account that deploys. A raw key stands in the process list while forge runs: for development chains only. */
export type Deployer = { deployerKey: Hex } | { keystore: string; passwordFile: string };

/**
 * Runs script/Deploy.s.sol against `rpcUrl`, and writes the addresses to `deploymentPath`, which foundry.toml must
 * allow: a path below .tributary/ or script/deployments/. Throws a UserError with forge's own words.
 *
 * Each transaction waits for the one before: anvil may leave one that comes while another is mined in its queue for ever.
 */
export async function deployContracts(
  options: Deployer & { rpcUrl: string; deploymentPath: string; signal?: AbortSignal },
): Promise<void> {
  const { rpcUrl, deploymentPath, signal } = options;
  const signer =
    "deployerKey" in options
      ? ["--private-key", options.deployerKey]
      : ["--keystore", resolve(options.keystore), "--password-file", resolve(options.passwordFile)];
  const args = ["script", "script/Deploy.s.sol", "--rpc-url", rpcUrl, "--broadcast", "--slow"];
  await forge([...args, ...signer], {
    signal,
    env: { TRIBUTARY_DEPLOYMENT: deploymentPath, FOUNDRY_BROADCAST: dirname(deploymentPath) },
  });
}

/** Throws a UserError unless script/config/ says how to deploy on the chain. */
export function requireDeployConfig(chainId: number): void {
  const file = `script/config/${chainId}.json`;
  if (existsSync(join(REPOSITORY, file))) return;
  throw new UserError(
    `Chain ${chainId} has no deployment config: ${file} is missing.`,
    "Write the file as script/config/README.md says; for a chain of your own, start anvil with its default chain id, 31337.",
  );
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
    await promisify(execFile)(foundryBinary("forge"), args, {
      cwd: REPOSITORY,
      // offline: forge would ask servers for the names of errors and events that it does not know, and wait for them
      env: { ...process.env, ...options.env, FOUNDRY_DISABLE_NIGHTLY_WARNING: "1", FOUNDRY_OFFLINE: "true" },
      maxBuffer: 1 << 26,
      signal: options.signal,
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    const said = `${stdout}\n${stderr}`.trim();
    throw refusedByScript(said, error) ?? forgeFailed(args, said, error);
  }
}

/** Words for the errors of script/Deploy.s.sol itself. */
function refusedByScript(said: string, cause: unknown): UserError | undefined {
  const [, name, given = ""] = /Error: .*Deploy_(\w+)\((.*?)\)/.exec(said) ?? [];
  switch (name) {
    case "KeysNotFromCeremony":
      return new UserError(
        `The proving keys are for development (${given}): their secret is public, so anyone could prove anything.`,
        "Deploy on chain 31337 alone; any other chain needs keys from a ceremony.",
        { cause },
      );
    case "Differs":
      return new UserError(
        `Another code, or other arguments, were deployed before under one name (${given}).`,
        "Check out the version that was deployed, or choose another salt in script/config/ to deploy beside it.",
        { cause },
      );
    default:
      return undefined;
  }
}

function forgeFailed(args: readonly string[], said: string, cause: unknown): UserError {
  return new UserError(
    `forge ${args[0]} failed:\n${said.split("\n").slice(-12).join("\n")}`,
    "Fix the errors above, then start again.",
    { cause },
  );
}
