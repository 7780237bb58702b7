// SPDX-License-Identifier: MIT
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { keccak } from "../content/keccak.ts";
import { concatBytes } from "../content/merkle.ts";
import type { Edge } from "../content/requestChunk.ts";
import { nodeUrl } from "../wire/nodeUrl.ts";
import type { PeerSignal } from "./connection.ts";
import { signPeerEntry } from "./peerEntry.ts";
import type { PeerIdentity } from "./receiptBook.ts";
import { type DrawnPeer, readEdgeMessage, type ViewerMessage } from "./signalMessages.ts";

/** The part of a `WebSocket`. */
export type SocketLike = {
  readonly readyState: number;
  send(text: string): void;
  close(): void;
  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void;
};

export type SignallingOptions = {
  contentId: Hex;
  edges: readonly Edge[];
  identity: PeerIdentity;
  newSocket(url: string): SocketLike;
  onEntered(id: Hex): void;
  onDrawn(peers: readonly DrawnPeer[]): void;
  onSignal(from: Hex, signal: PeerSignal): void;
};

export type Signalling = { tell(to: Hex, signal: PeerSignal): void; stop(): void };

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
const OPEN = 1;

/**
 * Stays entered in the swarm of a work: at the first of its edges in the order of {@link meetingOrder}, at the next when that one is away,
 * and again and again. Peers that are connected stay so meanwhile.
 */
export function startSignalling(options: SignallingOptions): Signalling {
  const { contentId, identity, newSocket } = options;
  const edges = meetingOrder(contentId, options.edges);
  let socket: SocketLike | undefined;
  let failures = 0;
  let again: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;

  function connect(): void {
    const edge = edges[failures % edges.length];
    if (!edge || isOver) return;
    let isDown = false;
    const down = () => {
      if (isDown || isOver) return;
      isDown = true;
      socket?.close();
      // each edge once without a pause that grows
      const round = Math.floor(failures / edges.length);
      failures += 1;
      again = setTimeout(connect, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** round));
    };
    try {
      socket = newSocket(nodeUrl(edge.endpoint, "v1", "peers").replace(/^http/, "ws"));
    } catch {
      // as for a URL that the page's policy refuses
      down();
      return;
    }
    const own = socket;
    own.addEventListener("close", down);
    own.addEventListener("error", down);
    own.addEventListener("message", ({ data }) => {
      if (isOver || isDown) return;
      const said = readEdgeMessage(data);
      if (!said) return down();
      if (said.type === "challenge")
        signPeerEntry(identity, { contentId, edge: edge.operator, nonce: said.nonce }).then(
          (signature) => say(own, { type: "enter", contentId, actor: identity.actor, signature }),
          down,
        );
      else if (said.type === "entered") {
        failures %= edges.length;
        options.onEntered(said.id);
      } else if (said.type === "drawn") options.onDrawn(said.peers);
      else options.onSignal(said.from, said.signal);
    });
  }

  connect();
  return {
    tell: (to, signal) => say(socket, { type: "signal", to, signal }),
    stop() {
      isOver = true;
      clearTimeout(again);
      socket?.close();
    },
  };
}

function say(socket: SocketLike | undefined, message: ViewerMessage): void {
  if (socket?.readyState === OPEN) socket.send(JSON.stringify(message));
}

/** Edges in the order in which a work's viewers look for each other: the same for each of them, and another for each work. */
export function meetingOrder(contentId: Hex, edges: readonly Edge[]): Edge[] {
  const scoreOf = ({ operator }: Edge) =>
    bytesToHex(keccak(concatBytes([hexToBytes(contentId), hexToBytes(operator)])));
  return edges
    .filter(({ isMirror }) => !isMirror)
    .map((edge) => ({ edge, score: scoreOf(edge) }))
    .sort((a, b) => (a.score < b.score ? -1 : 1))
    .map(({ edge }) => edge);
}
