// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Address, createWalletClient, type Hex, http, type PrivateKeyAccount, parseEther } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type Deployment, readDeployment } from "../kernel/chain/deployment.ts";
import { makeDirectory } from "../kernel/process/directory.ts";
import { streamTokenAbi } from "../sdk/abis.generated.ts";
import { foundry } from "../sdk/chain/foundry.ts";
import { CONTRACT_NAMES } from "../sdk/contracts.generated.ts";
import { ANVIL_KEYS, type Anvil, startAnvil } from "./anvil.ts";
import { deployContracts, REPOSITORY } from "./deploy.ts";
import { releaseAllocation } from "./releaseAllocation.ts";

/** A fresh chain with every contract of ours, deployed by the real deploy script. */
export type Devchain = {
  anvil: Anvil;
  rpcUrl: string;
  deployment: Deployment;
  /** A directory that ends with the chain. */
  directory: string;
  /** Holds the part of the creators' allocation that vests at launch: 45,000,000 STREAM. */
  holder: PrivateKeyAccount;
  /** Makes a new account with 100 ether and `streamWei` of STREAM. */
  newAccount(streamWei?: bigint): Promise<{ account: PrivateKeyAccount; key: Hex }>;
  balanceOf(account: Address): Promise<bigint>;
  stop(): Promise<void>;
};

/** Starts a devchain; `anvilArgs` as for startAnvil. Takes about a second once the contracts are compiled. */
export async function startDevchain(anvilArgs: readonly string[] = []): Promise<Devchain> {
  makeDirectory(join(REPOSITORY, ".tributary"));
  const directory = mkdtempSync(join(REPOSITORY, ".tributary", "test-"));
  const anvil = await startAnvil(anvilArgs);
  const deploymentPath = join(directory, "deployment.json");
  await deployContracts({ rpcUrl: anvil.rpcUrl, deployerKey: ANVIL_KEYS[0], deploymentPath });
  const deployment = readDeployment(31_337, CONTRACT_NAMES, deploymentPath);
  const holder = privateKeyToAccount(ANVIL_KEYS[0]);
  const wallet = createWalletClient({ account: holder, chain: foundry, transport: http(anvil.rpcUrl) });
  const token = { address: deployment.contracts.StreamToken, abi: streamTokenAbi } as const;
  await releaseAllocation(anvil.client, wallet, deployment, "creators");

  return {
    anvil,
    rpcUrl: anvil.rpcUrl,
    deployment,
    directory,
    holder,
    async newAccount(streamWei = 0n) {
      const key = generatePrivateKey();
      const account = privateKeyToAccount(key);
      await anvil.client.setBalance({ address: account.address, value: parseEther("100") });
      if (streamWei > 0n) {
        const hash = await wallet.writeContract({
          ...token,
          functionName: "transfer",
          args: [account.address, streamWei],
        });
        await anvil.client.waitForTransactionReceipt({ hash });
      }
      return { account, key };
    },
    balanceOf: (account) =>
      anvil.client.readContract({ ...token, functionName: "balanceOf", args: [account] }),
    async stop() {
      await anvil.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
