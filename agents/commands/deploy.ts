// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Command } from "commander";
import { createPublicClient, http } from "viem";
import { connectChain, DEVELOPMENT_CHAIN_ID } from "../kernel/chain/chain.ts";
import { defaultDeploymentPath } from "../kernel/chain/deployment.ts";
import { endpointError, requireChainId } from "../kernel/chain/rpcErrors.ts";
import { addOptions, type ConfigOf, defineConfig, loadConfig } from "../kernel/config/config.ts";
import { loadAccount } from "../kernel/config/keys.ts";
import { makeDirectory } from "../kernel/process/directory.ts";
import { UserError } from "../kernel/process/errors.ts";
import { Screen } from "../kernel/terminal/screen.ts";
import { ANVIL_KEYS } from "../localnet/anvil.ts";
import { type Deployer, deployContracts, REPOSITORY, requireDeployConfig } from "../localnet/deploy.ts";
import { CONTRACT_NAMES } from "../sdk/contracts.generated.ts";
import { chainFields, walletFields } from "../wallet/wallet.ts";
import { beginOutput } from "./outputFile.ts";
import { answer, note } from "./say.ts";

const { keystore, passwordFile } = walletFields;
const deployConfig = defineConfig("deploy", {
  rpcUrl: chainFields.rpcUrl,
  deployment: {
    ...chainFields.deployment,
    description:
      "File to write the addresses to; by default script/deployments/<chainId>.json, where all commands look",
  },
  keystore: {
    ...keystore,
    description: "Keystore file of the deploying account; on chain 31337, anvil's first account by default",
  },
  passwordFile,
});

export function deployCommand(): Command {
  const command = new Command("deploy")
    .description(
      "Deploys every contract, by script/config/<chainId>.json, and writes the file with their addresses.",
    )
    .addHelpText(
      "after",
      "\nA second run deploys what is missing. docs/operators/own-chain.md goes through all of it.\n\nExample:\n  tributary deploy --rpc-url http://127.0.0.1:8545",
    );
  return addOptions(command, deployConfig).action(async (flags) => {
    const config = loadConfig(deployConfig, { flags, env: process.env });
    const { rpcUrl } = config;
    requireKeystore(config);
    // before any transaction
    let output = config.deployment === undefined ? undefined : beginOutput(resolve(config.deployment));
    const screen = new Screen(process.stderr);
    let chainId: number;
    let path: string;
    try {
      chainId = await readChainId(rpcUrl);
      requireDeployConfig(chainId);
      const deployer = deployerOf(config, chainId);
      path = resolve(config.deployment ?? defaultDeploymentPath(chainId));
      if (!output) makeDirectory(dirname(path));
      output ??= beginOutput(path);
      const file = output;
      await screen.during(
        "deploying the contracts: a minute when they have to be compiled first",
        async () => {
          file.write(await deployVia(rpcUrl, deployer));
          file.commit();
        },
        () => `every contract stands on chain ${chainId}`,
      );
      await connectChain({ rpcUrl, contracts: CONTRACT_NAMES, deploymentPath: path });
    } finally {
      output?.discard();
      screen.close();
    }
    note(
      chainId === DEVELOPMENT_CHAIN_ID
        ? "STREAM, for a bond or a deposit: tributary faucet <address>"
        : `STREAM vests to the accounts in script/config/${chainId}.json.`,
    );
    answer(path);
  });
}

type Key = Pick<ConfigOf<typeof deployConfig>, "keystore" | "passwordFile">;

/** Throws a UserError unless the keystore, where one is given, opens. */
function requireKeystore({ keystore, passwordFile }: Key): void {
  if (keystore) loadAccount({ keystore, passwordFile });
}

function deployerOf({ keystore, passwordFile }: Key, chainId: number): Deployer {
  if (keystore && passwordFile) return { keystore, passwordFile };
  if (chainId === DEVELOPMENT_CHAIN_ID) return { deployerKey: ANVIL_KEYS[0] };
  throw new UserError(
    `Deploying on chain ${chainId} needs a key, and no key is given.`,
    "Give --keystore and --password-file.",
  );
}

async function readChainId(rpcUrl: string): Promise<number> {
  const asked = createPublicClient({ transport: http(rpcUrl) }).getChainId();
  return requireChainId(
    await asked.catch((error) => {
      throw endpointError(error, rpcUrl);
    }),
    rpcUrl,
  );
}

/** The deployment file's bytes; forge may write to few directories only. */
async function deployVia(rpcUrl: string, deployer: Deployer): Promise<Buffer> {
  const room = join(REPOSITORY, ".tributary");
  makeDirectory(room);
  const directory = mkdtempSync(join(room, "deploy-"));
  try {
    const deploymentPath = join(directory, "deployment.json");
    await deployContracts({ ...deployer, rpcUrl, deploymentPath });
    return readFileSync(deploymentPath);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
