// SPDX-License-Identifier: GPL-3.0-or-later
// A key that lives in this browser alone: for chains whose tokens are worth nothing.
import { createClient, type Hex, http } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { chainOf, type Deployment } from "../deployment.ts";
import type { Wallet } from "./wallet.ts";

const KEY = "tributary.browser-key";

/** The account of this browser's key, which is made where there is none. */
export function browserWallet(from: Deployment): Wallet {
  const account = privateKeyToAccount(storedKey());
  const client = createClient({ account, chain: chainOf(from), transport: http(from.rpcUrl) });
  return {
    kind: "browser",
    name: "Key of this browser",
    address: account.address,
    client,
    asks: (doing) => `${doing}…`,
  };
}

function storedKey(): Hex {
  const stored = localStorage.getItem(KEY);
  if (stored && /^0x[0-9a-f]{64}$/.test(stored)) return stored as Hex;
  const made = generatePrivateKey();
  localStorage.setItem(KEY, made);
  return made;
}
