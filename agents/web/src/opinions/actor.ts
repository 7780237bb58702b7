// SPDX-License-Identifier: GPL-3.0-or-later
// The actor of a wallet's account, whose key this browser keeps.
import type { Address, Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { TributaryError } from "../../../sdk/errors/TributaryError.ts";
import { getActorOf, getKeyOf, getPostingCount, register } from "../../../sdk/interactions/actions.ts";
import { InteractionSession } from "../../../sdk/interactions/interactionSession.ts";
import { type Deployment, readerOf } from "../deployment.ts";
import { fillGas } from "../wallet/connect.ts";
import type { Wallet } from "../wallet/wallet.ts";

/** The account is an actor, and the key that acts for it is not in this browser. */
export class ActsElsewhere extends TributaryError {
  override name = "ActsElsewhere";

  constructor(account: Address) {
    super(`the key that acts for ${account} is in another browser`);
  }
}

/** The number of an account's actor; undefined before its first act. */
export const actorOf = (from: Deployment, account: Address) => getActorOf(readerOf(from), { account });

/** What acts for the wallet's account. The first time, a key is made and registered, by one transaction. */
export async function actorSession(
  from: Deployment,
  wallet: Wallet,
  onWait: (what: string) => void,
): Promise<InteractionSession> {
  const { address, client } = wallet;
  const { interactionInputs } = from.addresses;
  const stored = storedKey(from, address);
  const known = await getActorOf(client, { account: address });
  const actor = known ?? (await become());
  const account = privateKeyToAccount(storedKey(from, address).read() ?? generatePrivateKey());
  const posting = await getPostingCount(client, {});
  if ((await getKeyOf(client, { actor: BigInt(actor), posting })) !== account.address)
    throw new ActsElsewhere(address);
  return new InteractionSession({
    ...{ chainId: from.chainId, interactionInputs, sequencerUrl: from.urls.sequencer, actor, account },
  });

  /** The key is kept before it is registered, so that none is lost. */
  async function become(): Promise<number> {
    const key = stored.read() ?? stored.keep(generatePrivateKey());
    await fillGas(from, wallet, onWait);
    onWait(wallet.asks("Registering once", "send the transaction"));
    return (await register.sync(client, { key: privateKeyToAccount(key).address })).actor;
  }
}

function storedKey({ chainId, addresses }: Deployment, account: Address) {
  const slot = `tributary.actor.${chainId}.${addresses.interactionInputs}.${account}`.toLowerCase();
  return {
    read(): Hex | undefined {
      const stored = localStorage.getItem(slot);
      return stored && /^0x[0-9a-f]{64}$/.test(stored) ? (stored as Hex) : undefined;
    },
    keep(key: Hex): Hex {
      localStorage.setItem(slot, key);
      return key;
    },
  };
}
