// SPDX-License-Identifier: MIT
import { bytesToHex, type Hex, isAddressEqual } from "viem";
import { sha256 } from "./leaf.ts";
import { provenLeaf } from "./proof.ts";
import { type ChunkReceipt, type Court, recoverEdge } from "./receipt.ts";
import { type Edge, requestChunk } from "./requestChunk.ts";
import { requireChunk } from "./requireChunk.ts";
import type { CommittedContent } from "./tree.ts";

/** A wrong chunk, and its edge's signature: with the true chunk's proof, `ContentCourt.slashWrongChunk` takes the edge's bond. */
export type SignedLie = { receipt: ChunkReceipt; signature: Hex };

/**
 * Asks an edge that sent a wrong chunk for it again, with its receipt; undefined where the edge does not sign for the wrong bytes, or
 * not within `withinMs`.
 */
export async function signedLie(
  edge: Edge,
  content: CommittedContent,
  index: number,
  court: Court,
  signal: AbortSignal,
  withinMs = 5_000,
): Promise<SignedLie | undefined> {
  const { contentId, generation } = content;
  const ending = AbortSignal.any([signal, AbortSignal.timeout(withinMs)]);
  try {
    const { bytes, proof, signature } = await requestChunk(edge, contentId, index, ending);
    const isTrue = await requireChunk(provenLeaf(content, proof), index, bytes).catch(() => undefined);
    if (isTrue) return undefined;
    const chunkHash = bytesToHex(await sha256(bytes));
    const receipt = { contentId, generation, index: BigInt(index), length: bytes.length, chunkHash };
    const signer = await recoverEdge(court, receipt, signature);
    return signer && isAddressEqual(signer, edge.operator) ? { receipt, signature } : undefined;
  } catch {
    return undefined;
  }
}
