// SPDX-License-Identifier: MIT
import { MOST_MAP_BYTES, type PeerMessage } from "./peerMessages.ts";

/** The chunks of a work that somebody has, over all its renditions. */
export class ChunkMap {
  readonly #bits: Uint8Array;

  constructor(leafCount: number) {
    this.#bits = new Uint8Array(Math.ceil(leafCount / 8));
  }

  has(index: number): boolean {
    return (this.#bits[index >>> 3]! & (1 << (index & 7))) !== 0;
  }

  set(index: number, isHeld: boolean): void {
    const bit = 1 << (index & 7);
    if (isHeld) this.#bits[index >>> 3]! |= bit;
    else this.#bits[index >>> 3]! &= ~bit;
  }

  /** Takes a part of a map that {@link decodeMessage} let pass. */
  take({ at, bits }: { at: number; bits: Uint8Array }): void {
    this.#bits.set(bits, at);
  }

  /** The eight chunks about which byte `at` is, as a message. */
  byteAt(at: number): PeerMessage & { kind: "have" } {
    return { kind: "have", at, bits: this.#bits.slice(at, at + 1) };
  }

  /** The whole map, in messages; parts without a chunk are left out. */
  *messages(): Generator<PeerMessage & { kind: "have" }> {
    for (let at = 0; at < this.#bits.length; at += MOST_MAP_BYTES) {
      const bits = this.#bits.slice(at, at + MOST_MAP_BYTES);
      if (bits.some((byte) => byte !== 0)) yield { kind: "have", at, bits };
    }
  }
}
