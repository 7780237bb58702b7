// SPDX-License-Identifier: MIT
// What a viewer and an edge say to each other over a WebSocket, as JSON, one message each.
import { type Address, type Hex, isAddress, isHex, size } from "viem";
import type { PeerSignal } from "./connection.ts";
import { MOST_PEERS } from "./drawPairs.ts";

/** `calls`: whether the viewer who is told makes the offer. */
export type DrawnPeer = { id: Hex; actor: number; key: Address; calls: boolean };

export type EdgeMessage =
  /** The first: the nonce of this connection, to sign. */
  | { type: "challenge"; nonce: Hex }
  /** The viewer's id. */
  | { type: "entered"; id: Hex }
  /** Whom the viewer is to be connected with, all of them. */
  | { type: "drawn"; peers: DrawnPeer[] }
  | { type: "signal"; from: Hex; signal: PeerSignal };

export type ViewerMessage =
  | { type: "enter"; contentId: Hex; actor: number; signature: Hex }
  | { type: "signal"; to: Hex; signal: PeerSignal };

/** The longest message, in characters. */
export const MOST_SIGNAL_CHARS = 16_384;

/** Reads what an edge says; undefined for what no edge of ours says. */
export function readEdgeMessage(text: unknown): EdgeMessage | undefined {
  if (typeof text !== "string" || text.length > MOST_SIGNAL_CHARS) return undefined;
  let said: Record<string, unknown>;
  try {
    said = Object(JSON.parse(text));
  } catch {
    return undefined;
  }
  const { type, nonce, id, peers, from } = said;
  if (type === "challenge") return isBytes(nonce, 32) ? { type, nonce } : undefined;
  if (type === "entered") return isBytes(id, 16) ? { type, id } : undefined;
  if (type === "drawn")
    return Array.isArray(peers) && peers.length <= MOST_PEERS && peers.every(isDrawn)
      ? { type, peers: peers as DrawnPeer[] }
      : undefined;
  const signal = readSignal(said.signal);
  return type === "signal" && isBytes(from, 16) && signal ? { type, from, signal } : undefined;
}

/** Reads what one peer tells another to connect; undefined for anything else. Nothing beside the fields goes on. */
export function readSignal(value: unknown): PeerSignal | undefined {
  const { description, candidate } = Object(value);
  if (description) {
    const { type, sdp } = Object(description);
    const isOne = (type === "offer" || type === "answer") && typeof sdp === "string";
    return isOne ? { description: { type, sdp } } : undefined;
  }
  const { candidate: line, sdpMid, sdpMLineIndex } = Object(candidate);
  const isOne =
    typeof line === "string" &&
    (sdpMid === null || typeof sdpMid === "string") &&
    (sdpMLineIndex === null || Number.isInteger(sdpMLineIndex));
  return isOne ? { candidate: { candidate: line, sdpMid, sdpMLineIndex } } : undefined;
}

function isDrawn(value: unknown): boolean {
  const { id, actor, key, calls } = Object(value);
  return (
    isBytes(id, 16) &&
    Number.isInteger(actor) &&
    actor >= 0 &&
    actor < 2 ** 32 &&
    typeof key === "string" &&
    isAddress(key, { strict: false }) &&
    typeof calls === "boolean"
  );
}

const isBytes = (value: unknown, bytes: number): value is Hex => isHex(value) && size(value) === bytes;
