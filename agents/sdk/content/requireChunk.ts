// SPDX-License-Identifier: MIT
import { type ChunkLeaf, sha256 } from "./leaf.ts";
import { equalBytes } from "./merkle.ts";
import { BadAnswerError } from "./requestChunk.ts";

/** Throws a BadAnswerError unless `bytes` are the chunk at `index`, by the leaf that its proof proved, if any. */
export async function requireChunk(
  leaf: ChunkLeaf | undefined,
  index: number,
  bytes: Uint8Array,
): Promise<ChunkLeaf> {
  const refuse = (message: string) => {
    throw new BadAnswerError(message, { index, isLie: true });
  };
  if (!leaf) return refuse("sent a proof that does not lead to the root on chain");
  if (leaf.index !== index) refuse(`proved chunk ${leaf.index} instead`);
  if (leaf.length !== bytes.length) refuse(`sent ${bytes.length} bytes of ${leaf.length}`);
  if (!equalBytes(await sha256(bytes), leaf.chunkHash)) refuse("sent bytes that are not the chunk's");
  return leaf;
}
