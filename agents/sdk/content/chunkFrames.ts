// SPDX-License-Identifier: MIT
// Several chunks in one body: for each `proofLength u16 ‖ length u32 ‖ proof ‖ bytes`, in order, nothing before, between or after.
import { InvalidInput } from "../errors/InvalidInput.ts";
import { CHUNK_BYTES, LEAF_BYTES } from "./leaf.ts";
import { BadAnswerError } from "./requestChunk.ts";

/** The media type of frames. */
export const FRAMES_TYPE = "application/vnd.tributary.chunks";
/** The most chunks of one body: 4 MiB. */
export const MOST_FRAMES = 64;
/** The bytes before a frame's proof. */
export const FRAME_HEAD_BYTES = 6;
/** A tree of 2^53 leaves has proofs of 1,772 bytes. */
const MOST_PROOF_BYTES = 2_000;

/** A chunk as it was sent, unverified. */
export type ChunkFrame = { index: number; proof: Uint8Array; bytes: Uint8Array };

/** Writes the frame of a chunk. The chunk is its last `bytes.length` bytes. */
export function encodeFrame(proof: Uint8Array, bytes: Uint8Array): Uint8Array {
  const frame = new Uint8Array(FRAME_HEAD_BYTES + proof.length + bytes.length);
  const view = new DataView(frame.buffer);
  view.setUint16(0, proof.length);
  view.setUint32(2, bytes.length);
  frame.set(proof, FRAME_HEAD_BYTES);
  frame.set(bytes, FRAME_HEAD_BYTES + proof.length);
  return frame;
}

/** Whether a body may hold the chunks from `first` to `last`. */
export const isFrameRange = (first: number, last: number) =>
  Number.isSafeInteger(first) &&
  Number.isSafeInteger(last) &&
  first >= 0 &&
  first <= last &&
  last - first < MOST_FRAMES;

/**
 * The body that holds chunk `index` where the chunks from `first` to `last` stand in bodies as long as can be: what a mirror has as
 * one file.
 */
export function wholeBodyAt(index: number, first: number, last: number): { first: number; last: number } {
  const from = index - ((index - first) % MOST_FRAMES);
  return { first: from, last: Math.min(last, from + MOST_FRAMES - 1) };
}

export type FrameReader = {
  /** Takes the next bytes of the body, cut anywhere. Yields the frames that are now whole; throws a BadAnswerError. */
  take(part: Uint8Array): Generator<ChunkFrame>;
  /** The index of the chunk that comes next; one after the last at the end. */
  readonly next: number;
};

/**
 * Reads a body with the chunks from `first` to `last`. Each byte is copied once, into the chunk's own buffer; the most
 * memory is one frame. Throws an InvalidInput for a range that no body holds.
 */
export function createFrameReader(first: number, last: number): FrameReader {
  if (!isFrameRange(first, last))
    throw new InvalidInput(`no answer holds the chunks ${first} to ${last}`, {
      advice: `ask for 1 to ${MOST_FRAMES} chunks, in order`,
    });
  const head = new Uint8Array(FRAME_HEAD_BYTES);
  const view = new DataView(head.buffer);
  let next = first;
  let frame: ChunkFrame | undefined;
  let target: Uint8Array = head;
  let filled = 0;

  function begin(): ChunkFrame {
    const [proofLength, length] = [view.getUint16(0), view.getUint32(2)];
    if (proofLength < LEAF_BYTES || proofLength > MOST_PROOF_BYTES)
      throw new BadAnswerError(`sent a proof of ${proofLength} bytes`, { index: next, isLie: true });
    if (length === 0 || length > CHUNK_BYTES)
      throw new BadAnswerError(`sent a chunk of ${length} bytes`, { index: next, isLie: true });
    return { index: next, proof: new Uint8Array(proofLength), bytes: new Uint8Array(length) };
  }

  return {
    get next() {
      return next;
    },
    *take(part) {
      for (let at = 0; at < part.length; ) {
        if (next > last)
          throw new BadAnswerError(`sent more than the chunks ${first} to ${last}`, {
            index: next,
            isLie: true,
          });
        const taken = part.subarray(at, at + target.length - filled);
        target.set(taken, filled);
        at += taken.length;
        filled += taken.length;
        if (filled < target.length) return;
        filled = 0;
        if (!frame) {
          frame = begin();
          target = frame.proof;
        } else if (target === frame.proof) target = frame.bytes;
        else {
          const whole = frame;
          frame = undefined;
          target = head;
          next += 1;
          yield whole;
        }
      }
    },
  };
}
