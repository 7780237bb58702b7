// SPDX-License-Identifier: GPL-3.0-or-later
import { isAddressEqual } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { getBalance } from "viem/actions";
import { TributaryError } from "../../../sdk/errors/TributaryError.ts";
import { getActorOf, getKeyOf, register } from "../../../sdk/interactions/actors.ts";
import type { NewConnection } from "../../../sdk/peers/connection.ts";
import { offerReceipts } from "../../../sdk/peers/offerReceipts.ts";
import type { PeerIdentity } from "../../../sdk/peers/receiptBook.ts";
import { joinSwarm, type PeerEvent, type Swarm } from "../../../sdk/peers/swarm.ts";
import type { Deployment } from "../deployment.ts";
import type { PlayableWork } from "../player.ts";
import { askFaucet } from "../wallet/connect.ts";
import type { Wallet } from "../wallet/wallet.ts";

export type Joined = { swarm: Swarm; stop(): Promise<void> };

type JoinPeersParameters = {
  work: Pick<PlayableWork, "content" | "edges">;
  from: Deployment;
  payer: Wallet;
  onEvent: (event: PeerEvent) => void;
  say: (what: string) => void;
};

/** Before every posting: a key that was ever retired is none. */
const LAST_POSTING = 2n ** 64n - 2n;
const newConnection: NewConnection = (config) => new RTCPeerConnection(config);

/** Meets the other viewers of a work as the wallet's actor, which is made where there is none. */
export async function joinPeers({ work, from, payer, onEvent, say }: JoinPeersParameters): Promise<Joined> {
  const identity = await identityOf(payer, from, say);
  const offers = offerReceipts({ ...identity, sequencerUrl: from.urls.sequencer });
  const book = `tributary.receipts.${identity.chainId}.${identity.interactionInputs}.${identity.actor}`;
  const swarm = joinSwarm({
    ...{ ...work, identity, newConnection, onEvent, onReceipt: offers.onReceipt },
    store: { load: () => localStorage.getItem(book), save: (text) => localStorage.setItem(book, text) },
  });
  return {
    swarm,
    async stop() {
      await swarm.stop();
      await offers.stop();
    },
  };
}

async function identityOf(
  payer: Wallet,
  from: Deployment,
  say: (what: string) => void,
): Promise<PeerIdentity> {
  const { client, address } = payer;
  const { chainId, addresses } = from;
  const { interactionInputs } = addresses;
  const place = `tributary.actor.${chainId}.${interactionInputs}.${address}`;
  const key = (localStorage.getItem(place) ?? generatePrivateKey()) as `0x${string}`;
  // before the chain names it
  localStorage.setItem(place, key);
  const account = privateKeyToAccount(key);
  const known = await getActorOf(client, { account: address });
  if (known !== undefined) {
    const first = await getKeyOf(client, { actor: BigInt(known), posting: LAST_POSTING });
    if (!isAddressEqual(first, account.address))
      throw new TributaryError("this account helps viewers by a key of another browser", {
        advice: "use that browser, or another account",
      });
    return { actor: known, account, chainId, interactionInputs };
  }
  if (payer.kind === "browser" && (await getBalance(client, { address })) === 0n)
    await askFaucet(from, payer);
  say(payer.asks("Making you known to peers, once", "send one transaction, which pays nothing"));
  const { actor } = await register.sync(client, { key: account.address });
  say("Looking for other viewers…");
  return { actor, account, chainId, interactionInputs };
}
