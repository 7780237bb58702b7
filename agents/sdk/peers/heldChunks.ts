// SPDX-License-Identifier: MIT
import { provenLeaf } from "../content/proof.ts";
import { requireChunk } from "../content/requireChunk.ts";
import type { CommittedContent } from "../content/tree.ts";

export type HeldChunk = { proof: Uint8Array; bytes: Uint8Array };

/**
 * The chunks that may be sent to peers: each was verified here, whole path and bytes, whoever it came from. In memory; the oldest goes
 * when there is no room.
 */
export class HeldChunks {
  readonly #content: CommittedContent;
  readonly #mostBytes: number;
  readonly #chunks = new Map<number, HeldChunk>();
  #bytes = 0;

  constructor(content: CommittedContent, mostBytes: number) {
    this.#content = content;
    this.#mostBytes = mostBytes;
  }

  get(index: number): HeldChunk | undefined {
    return this.#chunks.get(index);
  }

  /** Takes a chunk, and returns those that went for it. Throws a BadAnswerError for a chunk that is not the work's. */
  async add(index: number, { proof, bytes }: HeldChunk): Promise<readonly number[]> {
    await requireChunk(provenLeaf(this.#content, proof), index, bytes);
    if (this.#chunks.has(index)) return [];
    this.#chunks.set(index, { proof, bytes });
    this.#bytes += bytes.length;
    const gone: number[] = [];
    for (const [oldest, chunk] of this.#chunks) {
      if (this.#bytes <= this.#mostBytes || oldest === index) break;
      this.#chunks.delete(oldest);
      this.#bytes -= chunk.bytes.length;
      gone.push(oldest);
    }
    return gone;
  }
}
