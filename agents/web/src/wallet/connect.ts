// SPDX-License-Identifier: GPL-3.0-or-later
import { effect } from "@preact/signals";
import { getBalance } from "viem/actions";
import { balanceOfFunction } from "../../../sdk/abis/streamToken.generated.ts";
import { defineRead } from "../../../sdk/chain/defineRead.ts";
import { requestTokens } from "../../../sdk/deployment/requestTokens.ts";
import { type Deployment, isDevelopment } from "../deployment.ts";
import { browserWallet } from "./browserKey.ts";
import {
  connectExtension,
  type Extension,
  extensions,
  knownExtension,
  listenForExtensions,
} from "./extensions.ts";
import { isChoosing, lastChoice, type Wallet, wallet } from "./wallet.ts";

/** Uses the key of this browser from now on. */
export function useBrowserKey(from: Deployment): Wallet {
  wallet.value = browserWallet(from);
  lastChoice.write("browser");
  isChoosing.value = false;
  return wallet.value;
}

/** Uses a wallet that announced itself from now on. */
export async function useExtension(extension: Extension, from: Deployment): Promise<void> {
  wallet.value = await connectExtension(extension, from);
  lastChoice.write(extension.info.rdns);
  isChoosing.value = false;
}

/** Looks for wallets, and goes on with that of the last visit as soon as it is there. */
export function resumeWallet(from: Deployment): void {
  listenForExtensions();
  const last = lastChoice.read();
  if (last === "browser" && isDevelopment(from)) useBrowserKey(from);
  else if (last !== null) {
    const stop = effect(() => {
      const found = extensions.value.find(({ info }) => info.rdns === last);
      if (!found) return;
      queueMicrotask(() => stop());
      const use = (known: Wallet | undefined) => {
        wallet.value ??= known;
      };
      // a wallet that is locked, or on another chain, is chosen anew
      knownExtension(found, from).then(use, () => {});
    });
  }
}

/** The wallet in use; on a chain whose tokens are free, a key of this browser where there is none. */
export const walletOn = (from: Deployment): Wallet | undefined =>
  wallet.value ?? (isDevelopment(from) ? useBrowserKey(from) : undefined);

/** Like {@link walletOn}; opens the choice of a wallet where there is none. */
export function walletOrChoice(from: Deployment): Wallet | undefined {
  const known = walletOn(from);
  if (!known) isChoosing.value = true;
  return known;
}

/** Leaves the wallet. The key of the browser stays. */
export function leaveWallet(): void {
  wallet.value = undefined;
  lastChoice.forget();
}

const readBalance = defineRead("streamToken", balanceOfFunction);

/** The account's STREAM, in wei. */
export const balanceOf = ({ client, address }: Wallet): Promise<bigint> =>
  readBalance(client, { owner: address });

/** Gets ether for a key of the browser that has none: such a key exists where tokens are free. */
export async function fillGas(
  from: Deployment,
  { kind, client, address }: Wallet,
  onWait: (what: string) => void,
): Promise<void> {
  if (kind !== "browser" || (await getBalance(client, { address })) > 0n) return;
  onWait("Getting ether for gas from the devnet's faucet…");
  await askFaucet(from, { address });
}

/** Asks the faucet of a development chain for STREAM and gas. */
export async function askFaucet({ urls }: Deployment, { address }: Pick<Wallet, "address">): Promise<void> {
  await requestTokens(urls.faucet, { address });
}
