// SPDX-License-Identifier: MIT
// What two peers say to each other over a data channel: one message each, its first byte the kind. All of it is hostile until checked.
import { CHUNK_BYTES, LEAF_BYTES } from "../content/leaf.ts";
import { OPERATION_BYTES, SIGNATURE_BYTES } from "../interactions/fields.ts";

export type PeerMessage =
  /** Eight chunks a byte, from byte `at` of the map on; the lowest bit is the first chunk. */
  | { kind: "have"; at: number; bits: Uint8Array }
  /** One chunk more. */
  | { kind: "got"; index: number }
  /** The sender fetches these from an edge: whoever waits a moment can have them from it. */
  | { kind: "coming"; first: number; count: number }
  | { kind: "ask"; index: number }
  /** Unverified. */
  | { kind: "chunk"; index: number; proof: Uint8Array; bytes: Uint8Array }
  /** Not now, or not at all: ask somebody else. */
  | { kind: "no"; index: number }
  /** A `peer` operation, signed by the sender's actor for the receiver's. */
  | { kind: "receipt"; epoch: number; operation: Uint8Array; signature: Uint8Array };

/** The most bytes of a map in one message: the map of a larger work goes in several. */
export const MOST_MAP_BYTES = 4_096;
/** The most chunks that one `coming` names: the longest fragment that is worth waiting for. */
export const MOST_COMING = 1_024;
const MOST_PROOF_BYTES = 2_000;
const CHUNK_HEAD_BYTES = 11;
/** The longest message: a chunk with its proof. */
export const MOST_MESSAGE_BYTES = CHUNK_HEAD_BYTES + MOST_PROOF_BYTES + CHUNK_BYTES;

const KINDS = ["have", "got", "coming", "ask", "chunk", "no", "receipt"] as const;

export function encodeMessage(message: PeerMessage): Uint8Array<ArrayBuffer> {
  switch (message.kind) {
    case "have":
      return write(message, [message.at, 4], message.bits);
    case "coming":
      return write(message, [message.first, 4], [message.count, 2]);
    case "chunk": {
      const { index, proof, bytes } = message;
      return write(message, [index, 4], [proof.length, 2], [bytes.length, 4], proof, bytes);
    }
    case "receipt":
      return write(message, [message.epoch, 4], message.operation, message.signature);
    default:
      return write(message, [message.index, 4]);
  }
}

/** Reads a message about a work of `leafCount` chunks; undefined for any that no honest peer sends. */
export function decodeMessage(message: Uint8Array, leafCount: number): PeerMessage | undefined {
  const kind = KINDS[(message[0] ?? 0) - 1];
  if (!kind || message.length < 5 || message.length > MOST_MESSAGE_BYTES) return undefined;
  const view = new DataView(message.buffer, message.byteOffset, message.length);
  const number = view.getUint32(1);
  switch (kind) {
    case "have": {
      const bits = message.slice(5);
      const isInMap = bits.length > 0 && bits.length <= MOST_MAP_BYTES && 8 * number < leafCount;
      // bits beyond the last chunk are nobody's
      const over = 8 * (number + bits.length) - leafCount;
      const isClean = over < 8 && (over <= 0 || bits.at(-1)! >>> (8 - over) === 0);
      return isInMap && isClean ? { kind, at: number, bits } : undefined;
    }
    case "coming": {
      if (message.length !== 7) return undefined;
      const count = view.getUint16(5);
      const isRange = count > 0 && count <= MOST_COMING && number + count <= leafCount;
      return isRange ? { kind, first: number, count } : undefined;
    }
    case "chunk": {
      if (message.length < CHUNK_HEAD_BYTES || number >= leafCount) return undefined;
      const [proofBytes, chunkBytes] = [view.getUint16(5), view.getUint32(7)];
      const isSized =
        proofBytes >= LEAF_BYTES &&
        proofBytes <= MOST_PROOF_BYTES &&
        chunkBytes > 0 &&
        chunkBytes <= CHUNK_BYTES &&
        message.length === CHUNK_HEAD_BYTES + proofBytes + chunkBytes;
      if (!isSized) return undefined;
      const bytesAt = CHUNK_HEAD_BYTES + proofBytes;
      return {
        ...{ kind, index: number, proof: message.slice(CHUNK_HEAD_BYTES, bytesAt) },
        bytes: message.slice(bytesAt),
      };
    }
    case "receipt": {
      const signatureAt = 5 + OPERATION_BYTES;
      if (message.length !== signatureAt + SIGNATURE_BYTES) return undefined;
      return {
        ...{ kind, epoch: number, operation: message.slice(5, signatureAt) },
        signature: message.slice(signatureAt),
      };
    }
    default:
      return message.length === 5 && number < leafCount ? { kind, index: number } : undefined;
  }
}

/** The kind, then each part: bytes, or a number and the bytes that it takes. */
function write({ kind }: PeerMessage, ...parts: (Uint8Array | [number, number])[]): Uint8Array<ArrayBuffer> {
  const sizeOf = (part: Uint8Array | [number, number]) =>
    part instanceof Uint8Array ? part.length : part[1];
  const message = new Uint8Array(1 + parts.reduce((sum, part) => sum + sizeOf(part), 0));
  message[0] = KINDS.indexOf(kind) + 1;
  const view = new DataView(message.buffer);
  let at = 1;
  for (const part of parts) {
    if (part instanceof Uint8Array) message.set(part, at);
    else if (part[1] === 2) view.setUint16(at, part[0]);
    else view.setUint32(at, part[0]);
    at += sizeOf(part);
  }
  return message;
}
