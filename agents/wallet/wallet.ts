// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import type { Abi, LocalAccount } from "viem";
import { type ChainConnection, connectChain } from "../kernel/chain/chain.ts";
import { commonFields } from "../kernel/config/commonConfig.ts";
import { type ConfigOf, defineConfig } from "../kernel/config/config.ts";
import { loadAccount } from "../kernel/config/keys.ts";
import { createLogger } from "../kernel/process/log.ts";
import { bindStoreToChain } from "../kernel/store/chainBinding.ts";
import { openStore, type Store } from "../kernel/store/store.ts";
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

/** Runs `work` with a sender of the wallet's account, whose journal outlives a crash. */
export async function withSender<T>(
  {
    account,
    chain,
    directory,
  }: Omit<Wallet, "chain"> & { chain: Omit<ChainConnection<never>, "walletClient"> },
  abi: Abi,
  work: (sender: Sender) => Promise<T>,
): Promise<T> {
  // a role that signs with the same key would replace what is sent here
  const lock = takeAccount(account.address, chain.genesisHash, "wallet");
  let store: Store<unknown> | undefined;
  try {
    store = await openStore(join(directory, "wallet.sqlite"), []);
    await bindStoreToChain(store, chain);
    const log = createLogger("wallet", "warn");
    const sender = createSender({ publicClient: chain.publicClient, account, store, log, abi });
    await sender.recover();
    return await work(sender);
  } finally {
    await store?.close();
    lock.release();
  }
}
