// SPDX-License-Identifier: GPL-3.0-or-later
// Wallets that announce themselves in the page, by EIP-6963.
import { signal } from "@preact/signals";
import { type Address, createClient, custom, type EIP1193Provider } from "viem";
import { addChain, getAddresses, getChainId, requestAddresses, switchChain } from "viem/actions";
import { TributaryError } from "../../../sdk/errors/TributaryError.ts";
import { chainOf, type Deployment } from "../deployment.ts";
import type { Wallet } from "./wallet.ts";

export type Extension = {
  info: { uuid: string; name: string; icon: string; rdns: string };
  provider: EIP1193Provider;
};

/** The wallets that announced themselves so far, each once. */
export const extensions = signal<readonly Extension[]>([]);

/** Listens for wallets, and asks them to announce themselves. */
export function listenForExtensions(): void {
  addEventListener("eip6963:announceProvider", (event) => {
    const { detail } = event as CustomEvent<Extension>;
    if (!extensions.value.some(({ info }) => info.uuid === detail.info.uuid))
      extensions.value = [...extensions.value, detail];
  });
  dispatchEvent(new Event("eip6963:requestProvider"));
}

/** Connects a wallet, and switches it to the deployment's chain, which it may have to add first. */
export async function connectExtension(extension: Extension, from: Deployment): Promise<Wallet> {
  const chain = chainOf(from);
  const asking = createClient({ chain, transport: custom(extension.provider) });
  const [address] = await requestAddresses(asking);
  if (address === undefined)
    throw new TributaryError(`${extension.info.name} gives the page no account`, {
      advice: "unlock the wallet",
    });
  if ((await getChainId(asking)) !== chain.id) {
    await switchChain(asking, chain).catch(async (error) => {
      if (codeOf(error) !== UNKNOWN_CHAIN) throw error;
      await addChain(asking, { chain });
      await switchChain(asking, chain);
    });
  }
  return walletOf(extension, from, address);
}

/** The wallet, where the page may use it already; never asks the person. */
export async function knownExtension(extension: Extension, from: Deployment): Promise<Wallet | undefined> {
  const asking = createClient({ chain: chainOf(from), transport: custom(extension.provider) });
  const [address] = await getAddresses(asking);
  const isReady = address !== undefined && (await getChainId(asking)) === from.chainId;
  return isReady ? walletOf(extension, from, address) : undefined;
}

function walletOf({ info, provider }: Extension, from: Deployment, address: Address): Wallet {
  return {
    kind: "extension",
    name: info.name,
    address,
    client: createClient({ account: address, chain: chainOf(from), transport: custom(provider) }),
    asks: (doing, todo) => `${doing}: ${todo} in ${info.name}.`,
  };
}

const UNKNOWN_CHAIN = 4_902;

function codeOf(error: unknown): unknown {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return code ?? (cause ? codeOf(cause) : undefined);
}
