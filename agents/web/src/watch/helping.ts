// SPDX-License-Identifier: GPL-3.0-or-later
// Other viewers of a work: off until the viewer says yes, and then remembered. The code that meets them comes when it is on.
import { signal } from "@preact/signals";
import type { PeerEvent } from "../../../sdk/peers/swarm.ts";
import type { PeerSource } from "../../../sdk/player/peerSource.ts";
import type { Deployment } from "../deployment.ts";
import type { PlayableWork } from "../player.ts";
import { problemOf } from "../sentences.ts";
import { walletOrChoice } from "../wallet/connect.ts";
import type { Joined } from "./joinPeers.ts";
import type { ChunkEvent } from "./sources.ts";

export type Helping = ReturnType<typeof createHelping>;

export type Tally = { peers: number; receivedBytes: number; sentBytes: number; refused: number };
export const NOTHING: Tally = { peers: 0, receivedBytes: 0, sentBytes: 0, refused: 0 };

const CHOICE = "tributary.peers";

export function afterPeerEvent(tally: Tally, event: PeerEvent): Tally {
  switch (event.type) {
    case "chunk":
      return { ...tally, receivedBytes: tally.receivedBytes + event.byteCount };
    case "sent":
      return { ...tally, sentBytes: tally.sentBytes + event.byteCount };
    case "refused":
      return { ...tally, refused: tally.refused + 1 };
    default:
      return tally;
  }
}

export function createHelping(
  work: Pick<PlayableWork, "content" | "edges">,
  from: Deployment,
  onChunk: (event: ChunkEvent) => void,
) {
  const isOn = signal(localStorage.getItem(CHOICE) === "yes");
  const tally = signal(NOTHING);
  /** What is waited for, or went wrong. */
  const says = signal<string | undefined>(undefined);
  let hasBegun = false;
  let joined: Joined | undefined;
  let joining: Promise<void> | undefined;

  function onEvent(event: PeerEvent): void {
    tally.value = { ...afterPeerEvent(tally.value, event), peers: joined?.swarm.size ?? 0 };
    const { peer } = event;
    const sender = { operator: peer.key, endpoint: `peer:${peer.actor}`, peer: peer.actor };
    if (event.type === "chunk") onChunk({ ...event, edge: sender });
    if (event.type === "refused") onChunk({ ...event, index: undefined, edge: sender });
  }

  async function join(): Promise<void> {
    try {
      const payer = walletOrChoice(from);
      if (!payer) return void set(false);
      says.value = "Looking for other viewers…";
      const { joinPeers } = await import("./joinPeers.ts");
      const say = (what: string) => {
        says.value = what;
      };
      const peers = await joinPeers({ work, from, payer, onEvent, say });
      // switched off, or left, meanwhile
      if (isOn.value && hasBegun) joined = peers;
      else await peers.stop();
      says.value = undefined;
    } catch (error) {
      const { title, text } = problemOf(error);
      set(false);
      says.value = `${title}. ${text}`;
    }
  }

  async function leave(): Promise<void> {
    await joining;
    await joined?.stop();
    joined = undefined;
    tally.value = { ...tally.value, peers: 0 };
  }

  function set(wanted: boolean): void {
    isOn.value = wanted;
    localStorage.setItem(CHOICE, wanted ? "yes" : "no");
  }

  function begin(): void {
    if (!isOn.value || joined || joining || !hasBegun) return;
    joining = join().finally(() => {
      joining = undefined;
    });
  }

  /** For the player: peers when there are some. */
  const source: PeerSource = {
    bring: async (first, last, options) => joined?.swarm.bring(first, last, options),
    hold: (index, chunk) => joined?.swarm.hold(index, chunk),
  };
  return {
    ...{ isOn, tally, says, source },
    /** The work begins to play. */
    begin() {
      hasBegun = true;
      begin();
    },
    turn(wanted: boolean) {
      says.value = undefined;
      set(wanted);
      if (wanted) begin();
      else void leave();
    },
    end() {
      hasBegun = false;
      void leave();
    },
  };
}
