// SPDX-License-Identifier: MIT
import type { Edge } from "../content/requestChunk.ts";
import type { CommittedContent } from "../content/tree.ts";
import { InvalidInput } from "../errors/InvalidInput.ts";
import type { PeerSource } from "../player/peerSource.ts";
import { reasonOf } from "../wire/reasonOf.ts";
import { pause } from "../wire/requestJson.ts";
import type { IceServer, NewConnection, PeerSignal } from "./connection.ts";
import { MOST_PEERS } from "./drawPairs.ts";
import { Exchange, type PeerName } from "./exchange.ts";
import { openLink, type PeerLink } from "./peerLink.ts";
import { type BookStore, createReceiptBook, type PeerIdentity, type PeerReceipt } from "./receiptBook.ts";
import { type SocketLike, startSignalling } from "./signalling.ts";
import type { DrawnPeer } from "./signalMessages.ts";
import { UploadAllowance } from "./uploadAllowance.ts";

export type PeerEvent =
  | { type: "connected"; peer: PeerName }
  /** The peer went, or could not be reached. */
  | { type: "gone"; peer: PeerName; reason: string }
  /** The peer sent what no honest one sends, and is never met again. */
  | { type: "refused"; peer: PeerName; reason: string }
  /** The peer was too slow, and is asked no more for a while. */
  | { type: "left"; peer: PeerName; reason: string }
  /** A verified chunk came from the peer. */
  | { type: "chunk"; peer: PeerName; index: number; byteCount: number }
  /** So much goes to the peer. */
  | { type: "sent"; peer: PeerName; byteCount: number };

export type SwarmParameters = {
  content: CommittedContent;
  /** The work's edges: viewers meet over one of them. */
  edges: readonly Edge[];
  /** As whom the viewer meets others, and signs receipts. */
  identity: PeerIdentity;
  /** `(config) => new RTCPeerConnection(config)`. */
  newConnection: NewConnection;
  /** The page's `WebSocket` by default. */
  newSocket?: (url: string) => SocketLike;
  /** STUN and TURN servers; without any, peers of one network alone meet. */
  iceServers?: readonly IceServer[];
  /** Connects through TURN servers alone: peers see their addresses in the place of this viewer's. */
  isRelayOnly?: boolean;
  /** 1,000,000 by default. */
  uploadBytesPerSec?: number;
  /** The most bytes that are sent to peers; 2 GB by default. */
  uploadTotalBytes?: number;
  /** Chunks that are kept for peers, in bytes; 64 MiB by default. */
  keepBytes?: number;
  /** Keeps this epoch's receipts past a reload. */
  store?: BookStore;
  /** Told of each receipt that this viewer signed: to hand it to a sequencer. */
  onReceipt?: (receipt: PeerReceipt) => void;
  onEvent?: (event: PeerEvent) => void;
};

export type Swarm = PeerSource & {
  /** Peers that are connected. */
  readonly size: number;
  /** What peers signed for this viewer in this epoch: the latest of each. */
  receipts(): readonly PeerReceipt[];
  /** Signs the last receipts, and leaves. */
  stop(): Promise<void>;
};

/** The largest work whose maps peers exchange: 64 GiB. */
const MOST_CHUNKS = 2 ** 20;
/** What is unsigned is signed for at the latest. */
const SIGN_MS = 5_000;
const LAST_WORDS_MS = 200;
/** Before the second try to connect; twice as long before each further one. */
const TRY_AGAIN_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

type Met = {
  name: PeerName;
  calls: boolean;
  link: PeerLink | undefined;
  isOpen: boolean;
  tries: number;
  again?: ReturnType<typeof setTimeout>;
};

/**
 * Joins the viewers of a work who help each other: chunks that one of them has come from it, verified as an edge's are, where that is in
 * time; everything else comes from edges as before, also while nobody is there. Chunks and receipts go to the peers that an edge drew, 8 at
 * most, and to nobody else.
 *
 * @throws InvalidInput for a work of more than 2^20 chunks.
 * @example
 * const peers = joinSwarm({ content, edges, identity, newConnection: (config) => new RTCPeerConnection(config) });
 * await play({ content, edges, court, paymentSession, peers, onBytes });
 * await peers.stop();
 */
export function joinSwarm(parameters: SwarmParameters): Swarm {
  const { content, identity, onEvent, iceServers = [], isRelayOnly = false } = parameters;
  if (content.leafCount > MOST_CHUNKS)
    throw new InvalidInput(`peers share works of ${MOST_CHUNKS} chunks at most`);
  const leafCount = Number(content.leafCount);
  const inMemory = { load: () => null, save() {} };
  const book = createReceiptBook(identity, parameters.store ?? inMemory);
  const { uploadBytesPerSec = 1e6, uploadTotalBytes = 2e9, keepBytes = 67_108_864 } = parameters;
  const exchange = new Exchange(content, {
    ...{ keepBytes, book },
    allowance: new UploadAllowance(uploadBytesPerSec, uploadTotalBytes, performance.now()),
    events: {
      onChunk: (peer, index, byteCount) => tell({ type: "chunk", peer: nameOf(peer), index, byteCount }),
      onSent: (peer, byteCount) => tell({ type: "sent", peer: nameOf(peer), byteCount }),
      onLeft: (peer, reason) => tell({ type: "left", peer: nameOf(peer), reason }),
      onSigned: (receipt) => parameters.onReceipt?.(receipt),
    },
  });
  const tell = (event: PeerEvent) => onEvent?.(event);
  const met = new Map<string, Met>();
  /** Actors that sent what no honest peer sends. */
  const refused = new Set<number>();

  function meet(id: string): void {
    const peer = met.get(id);
    if (!peer || isOver) return;
    const { name } = peer;
    const link = openLink({
      connection: parameters.newConnection({
        iceServers: [...iceServers],
        iceTransportPolicy: isRelayOnly ? "relay" : "all",
      }),
      ...{ isCaller: peer.calls, leafCount },
      onSignal: (signal) => signalling.tell(name.id, signal),
      onOpen() {
        Object.assign(peer, { isOpen: true, tries: 0 });
        exchange.join(name, link);
        tell({ type: "connected", peer: name });
      },
      onMessage: (message) =>
        void exchange.hear(id, message).catch((error) => {
          if (peer.link !== link) return;
          link.close();
          refuse(id, reasonOf(error));
        }),
      onEnd: (reason, isHostile) => (isHostile ? refuse(id, reason) : part(id, reason)),
    });
    Object.assign(peer, { link, isOpen: false });
  }

  function part(id: string, reason: string): void {
    const peer = met.get(id);
    exchange.leave(id);
    if (!peer) return;
    Object.assign(peer, { link: undefined, isOpen: false });
    tell({ type: "gone", peer: peer.name, reason });
    const pauseMs = Math.min(TRY_AGAIN_MS * 2 ** peer.tries, LONGEST_PAUSE_MS);
    peer.tries += 1;
    if (!peer.calls) return;
    clearTimeout(peer.again);
    peer.again = setTimeout(() => {
      if (met.get(id) === peer && !peer.link) meet(id);
    }, pauseMs);
  }

  function refuse(id: string, reason: string): void {
    const peer = met.get(id);
    exchange.leave(id);
    if (!peer) return;
    met.delete(id);
    refused.add(peer.name.actor);
    tell({ type: "refused", peer: peer.name, reason });
  }

  function draw(drawn: readonly DrawnPeer[]): void {
    for (const [id, peer] of met)
      if (!drawn.some((each) => each.id === id)) {
        met.delete(id);
        exchange.leave(id);
        peer.link?.close();
        if (peer.isOpen) tell({ type: "gone", peer: peer.name, reason: "is drawn no more" });
      }
    for (const { id, actor, key, calls } of drawn.slice(0, MOST_PEERS)) {
      const known = met.get(id);
      if (known) known.tries = 0;
      if (known?.calls && !known.link) meet(id);
      if (known || refused.has(actor) || actor === identity.actor) continue;
      met.set(id, { name: { id, actor, key }, calls, link: undefined, isOpen: false, tries: 0 });
      if (calls) meet(id);
    }
  }

  function hearSignal(id: string, signal: PeerSignal): void {
    const peer = met.get(id);
    if (!peer) return;
    if (!peer.calls && "description" in signal && signal.description.type === "offer") {
      // the caller began anew
      peer.link?.close();
      exchange.leave(id);
      meet(id);
    }
    peer.link?.signal(signal);
  }

  let isOver = false;
  const signalling = startSignalling({
    ...{ contentId: content.contentId, edges: parameters.edges, identity },
    newSocket: parameters.newSocket ?? ((url) => new WebSocket(url)),
    onEntered: (id) => {
      exchange.selfId = id;
    },
    ...{ onDrawn: draw, onSignal: hearSignal },
  });
  const signing = setInterval(() => void exchange.signAll(), SIGN_MS);

  return {
    bring: (first, last, options) => exchange.bring(first, last, options),
    hold: (index, chunk) => exchange.hold(index, chunk),
    get size() {
      return exchange.size;
    },
    receipts: () => book.kept(),
    async stop() {
      if (isOver) return;
      isOver = true;
      clearInterval(signing);
      signalling.stop();
      await exchange.signAll();
      // the last receipts leave before the links end
      if (exchange.size > 0) await pause(LAST_WORDS_MS);
      for (const { name, link, again } of met.values()) {
        clearTimeout(again);
        exchange.leave(name.id);
        link?.close();
      }
      met.clear();
    },
  };
}

const nameOf = ({ id, actor, key }: PeerName): PeerName => ({ id, actor, key });
