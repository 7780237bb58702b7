// SPDX-License-Identifier: GPL-3.0-or-later
import type { NewConnection } from "../../../sdk/peers/connection.ts";
import { offerReceipts } from "../../../sdk/peers/offerReceipts.ts";
import { joinSwarm, type PeerEvent, type Swarm } from "../../../sdk/peers/swarm.ts";
import type { Deployment } from "../deployment.ts";
import type { PlayableWork } from "../player.ts";
import { ownActor } from "../wallet/actor.ts";
import type { Wallet } from "../wallet/wallet.ts";

export type Joined = { swarm: Swarm; stop(): Promise<void> };

type JoinPeersParameters = {
  work: Pick<PlayableWork, "content" | "edges">;
  from: Deployment;
  payer: Wallet;
  onEvent: (event: PeerEvent) => void;
  say: (what: string) => void;
};

const newConnection: NewConnection = (config) => new RTCPeerConnection(config);

/** Meets the other viewers of a work as the wallet's actor, which is made where there is none. */
export async function joinPeers({ work, from, payer, onEvent, say }: JoinPeersParameters): Promise<Joined> {
  const identity = await ownActor(from, payer, say);
  say("Looking for other viewers…");
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
