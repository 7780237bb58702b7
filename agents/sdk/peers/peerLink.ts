// SPDX-License-Identifier: MIT
import { reasonOf } from "../wire/reasonOf.ts";
import type { ConnectionLike, PeerSignal } from "./connection.ts";
import type { HeldChunk } from "./heldChunks.ts";
import { decodeMessage, encodeMessage, type PeerMessage } from "./peerMessages.ts";

export type PeerLink = {
  /** Chunks that wait for room in the channel. */
  readonly queued: number;
  say(message: PeerMessage): void;
  /** Sends a chunk once the channel has room. */
  send(index: number, chunk: HeldChunk): void;
  /** Takes what the peer says over the edge. */
  signal(signal: PeerSignal): void;
  /** Ends the link, and tells nobody. */
  close(): void;
};

export type PeerLinkOptions = {
  connection: ConnectionLike;
  /** Whether this side makes the offer. */
  isCaller: boolean;
  leafCount: number;
  onSignal(signal: PeerSignal): void;
  onOpen(): void;
  onMessage(message: PeerMessage): void;
  /** Called once, unless {@link PeerLink.close} was. `isHostile`: the peer sent what no honest one sends. */
  onEnd(reason: string, isHostile: boolean): void;
};

/** Bytes in flight at most before a chunk waits, and those at which the next goes. */
const HIGH_BYTES = 262_144;
const LOW_BYTES = 65_536;
/** A peer that reads nothing while so much waits for it is left. */
const MOST_WAITING_BYTES = 4_194_304;
const OPENS_WITHIN_MS = 15_000;
/** Candidates that wait for the peer's description. */
const MOST_EARLY = 64;

/** Connects to one peer, and exchanges whole messages with it. */
export function openLink(options: PeerLinkOptions): PeerLink {
  const { connection, isCaller, leafCount, onSignal, onMessage } = options;
  // kept here: an implementation may collect a channel that nobody refers to
  const channel = connection.createDataChannel("chunks", { negotiated: true, id: 0 });
  channel.binaryType = "arraybuffer";
  channel.bufferedAmountLowThreshold = LOW_BYTES;
  const queue: { index: number; chunk: HeldChunk }[] = [];
  const early: PeerSignal[] = [];
  let isDescribed = false;
  let isOver = false;
  /** What the peer says is taken in its order. */
  let signalled = Promise.resolve();
  const opening = setTimeout(() => end("did not connect", false), OPENS_WITHIN_MS);

  function close(): void {
    if (isOver) return;
    isOver = true;
    clearTimeout(opening);
    queue.length = 0;
    channel.close();
    connection.close();
  }

  function end(reason: string, isHostile: boolean): void {
    if (isOver) return;
    close();
    options.onEnd(reason, isHostile);
  }

  function write(message: PeerMessage): void {
    if (isOver || channel.readyState !== "open") return;
    try {
      if (channel.bufferedAmount <= MOST_WAITING_BYTES) channel.send(encodeMessage(message));
      else end("reads nothing", false);
    } catch (error) {
      end(reasonOf(error), false);
    }
  }

  function pump(): void {
    while (queue.length > 0 && !isOver && channel.bufferedAmount < HIGH_BYTES) {
      const { index, chunk } = queue.shift()!;
      write({ kind: "chunk", index, ...chunk });
    }
  }

  channel.addEventListener("open", () => {
    if (isOver) return;
    clearTimeout(opening);
    options.onOpen();
  });
  channel.addEventListener("bufferedamountlow", pump);
  channel.addEventListener("close", () => end("went away", false));
  channel.addEventListener("message", ({ data }) => {
    if (isOver) return;
    const message = data instanceof ArrayBuffer && decodeMessage(new Uint8Array(data), leafCount);
    if (message) onMessage(message);
    else end("sent what is no message", true);
  });
  connection.addEventListener("icecandidate", ({ candidate }) => {
    if (!isOver && candidate?.candidate) onSignal({ candidate: plain(candidate) });
  });
  connection.addEventListener("connectionstatechange", () => {
    if (/^(failed|closed)$/.test(connection.connectionState)) end("went away", false);
  });

  async function describe(make: "createOffer" | "createAnswer"): Promise<void> {
    const { type, sdp } = await connection[make]();
    await connection.setLocalDescription({ type, sdp: sdp! });
    // candidates go one by one, those too that an implementation writes into the description
    const bare = sdp!.replace(/^a=(candidate:|end-of-candidates).*\r?\n/gm, "");
    if (!isOver) onSignal({ description: { type, sdp: bare } });
  }

  async function takeSignal(signal: PeerSignal): Promise<void> {
    if (isOver) return;
    if ("candidate" in signal) {
      if (isDescribed) await connection.addIceCandidate(signal.candidate).catch(() => {});
      else if (early.length < MOST_EARLY) early.push(signal);
      return;
    }
    if (isDescribed || signal.description.type !== (isCaller ? "answer" : "offer")) return;
    await connection.setRemoteDescription(signal.description);
    isDescribed = true;
    if (!isCaller) await describe("createAnswer");
    for (const each of early.splice(0)) await takeSignal(each);
  }

  const inOrder = (work: () => Promise<void>) => {
    signalled = signalled.then(work).catch((error) => end(reasonOf(error), false));
  };
  if (isCaller) inOrder(() => describe("createOffer"));

  return {
    get queued() {
      return queue.length;
    },
    say: write,
    send(index, chunk) {
      queue.push({ index, chunk });
      pump();
    },
    signal: (signal) => inOrder(() => takeSignal(signal)),
    close,
  };
}

/** A page's candidate is an object of the browser. */
const plain = ({
  candidate,
  sdpMid,
  sdpMLineIndex,
}: {
  candidate?: string;
  sdpMid?: string | null;
  sdpMLineIndex?: number | null;
}) => ({
  candidate: candidate!,
  sdpMid: sdpMid ?? null,
  sdpMLineIndex: sdpMLineIndex ?? null,
});
