// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import type { Abi, Address, Hex, LocalAccount } from "viem";
import { type ChainConnection, connectChain } from "../kernel/chain/chain.ts";
import { commonFields } from "../kernel/config/commonConfig.ts";
import { type ConfigOf, defineConfig } from "../kernel/config/config.ts";
import { loadAccount } from "../kernel/config/keys.ts";
import { createLogger } from "../kernel/process/log.ts";
import { bindStoreToChain } from "../kernel/store/chainBinding.ts";
import { openStore } from "../kernel/store/store.ts";
import { takeAccount } from "../kernel/tx/accountLock.ts";
import { createSender, type Sender } from "../kernel/tx/sender.ts";
import type { ContractName } from "../sdk/contracts.generated.ts";

const { rpcUrl, deployment, key, keystore, passwordFile } = commonFields("wallet", { port: 0 });

/** The settings of every command that reads the chain. */
export const chainFields = { rpcUrl, deployment };

/** The settings of every command that sends a person's transactions. */
export const walletFields = {
  ...chainFields,
  key,
  keystore,
  passwordFile,
  dataDir: {
    ...commonFields("wallet", { port: 0 }).dataDir,
    description: "Directory of your wallet's data",
  },
};

const walletConfig = defineConfig("wallet", walletFields);
export type WalletConfig = ConfigOf<typeof walletConfig>;

export type Wallet<Name extends ContractName = ContractName> = {
  account: LocalAccount;
  chain: ChainConnection<Name, LocalAccount>;
  directory: string;
};

/** Connects the account of the settings to a chain with `contracts`. */
export async function openWallet<Name extends ContractName>(
  config: WalletConfig,
  contracts: readonly Name[],
): Promise<Wallet<Name>> {
  const account = loadAccount(config, createLogger("wallet", "warn"));
  const chain = await connectChain({
    rpcUrl: config.rpcUrl,
    contracts,
    deploymentPath: config.deployment,
    account,
  });
  return { account, chain, directory: join(config.dataDir, account.address.toLowerCase()) };
}

type Signer = { account: { address: Address }; chain: { genesisHash: Hex } };

/** Runs `work`, which signs with the account, alone: two processes that sign with one key take each other's nonces. */
export async function asOnlySigner<T>({ account, chain }: Signer, work: () => Promise<T>): Promise<T> {
  const lock = takeAccount(account.address, chain.genesisHash, "wallet");
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/** Runs `work` with a sender of the wallet's account, whose journal outlives a crash. */
export function withSender<T>(
  wallet: Omit<Wallet, "chain"> & { chain: Omit<ChainConnection<never>, "walletClient"> },
  abi: Abi,
  work: (sender: Sender) => Promise<T>,
): Promise<T> {
  return asOnlySigner(wallet, async () => {
    const { account, chain, directory } = wallet;
    const store = await openStore(join(directory, "wallet.sqlite"), []);
    try {
      await bindStoreToChain(store, chain, directory);
      const log = createLogger("wallet", "warn");
      const sender = createSender({ publicClient: chain.publicClient, account, store, log, abi });
      await sender.recover();
      return await work(sender);
    } finally {
      await store.close();
    }
  });
}
