// SPDX-License-Identifier: GPL-3.0-or-later
// The actor of a wallet's account, whose key this browser keeps: it likes, comments, and meets other viewers.
import { type Address, type Hex, isAddressEqual, type LocalAccount } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { TributaryError } from "../../../sdk/errors/TributaryError.ts";
import { getActorOf, getKeyOf, LAST_POSTING, register } from "../../../sdk/interactions/actors.ts";
import type { InputsContract } from "../../../sdk/interactions/signOperation.ts";
import { type Deployment, readerOf } from "../deployment.ts";
import { fillGas } from "./connect.ts";
import type { Wallet } from "./wallet.ts";

/** The account is an actor, and the key that acts for it is not in this browser. */
export class ActsElsewhere extends TributaryError {
  override name = "ActsElsewhere";

  constructor(account: Address) {
    super(`the key that acts for ${account} is in another browser`);
  }
}

/** An actor, and what signs for it. */
export type OwnActor = InputsContract & { actor: number; account: LocalAccount };

/** The number of an account's actor; undefined before its first act. */
export const actorOf = (from: Deployment, account: Address) => getActorOf(readerOf(from), { account });

/** The actor of the wallet's account. The first time, a key is made and registered, by one transaction. */
export async function ownActor(
  from: Deployment,
  wallet: Wallet,
  onWait: (what: string) => void,
): Promise<OwnActor> {
  const { address, client } = wallet;
  const { chainId, addresses } = from;
  const { interactionInputs } = addresses;
  const slot = `tributary.actor.${chainId}.${interactionInputs}.${address}`.toLowerCase();
  const known = await getActorOf(client, { account: address });
  const stored = localStorage.getItem(slot);
  if (known !== undefined) {
    const first = await getKeyOf(client, { actor: BigInt(known), posting: LAST_POSTING });
    const account = isKey(stored) ? privateKeyToAccount(stored) : undefined;
    if (!account || !isAddressEqual(first, account.address)) throw new ActsElsewhere(address);
    return { actor: known, account, chainId, interactionInputs };
  }
  const key = isKey(stored) ? stored : generatePrivateKey();
  // kept before the chain names it
  localStorage.setItem(slot, key);
  const account = privateKeyToAccount(key);
  await fillGas(from, wallet, onWait);
  onWait(wallet.asks("Registering once", "send one transaction, which pays nothing"));
  const { actor } = await register.sync(client, { key: account.address });
  return { actor, account, chainId, interactionInputs };
}

const isKey = (text: string | null): text is Hex => /^0x[0-9a-f]{64}$/.test(text ?? "");
