// SPDX-License-Identifier: MIT
import { bytesToHex, isAddressEqual } from "viem";
import { sha256 } from "./leaf.ts";
import { equalBytes } from "./merkle.ts";
import { provenLeaf } from "./proof.ts";
import { type Court, recoverEdge } from "./receipt.ts";
import { type Edge, requestChunk, type ServedChunk } from "./requestChunk.ts";
import type { CommittedContent } from "./tree.ts";

export type FetchChunkParameters = {
  content: CommittedContent;
  /** Which chunk, from 0. */
  index: number;
  /** Asked in this order, each only when all before it failed. */
  edges: readonly Edge[];
  court: Court;
  /** How long an edge may take, all in all. */
  timeoutMs?: number;
  /** Ends the whole attempt. */
  signal?: AbortSignal;
};

export type EdgeFailure = { edge: Edge; reason: string };
export type FetchChunkReturnType = { bytes: Uint8Array; edge: Edge; failures: EdgeFailure[] };

/** No edge served the chunk; `failures` says why, edge by edge. */
export class ChunkUnavailableError extends Error {
  override name = "ChunkUnavailableError";
  readonly failures: readonly EdgeFailure[];

  constructor(content: CommittedContent, index: number, failures: readonly EdgeFailure[]) {
    const reasons = failures.map(({ edge, reason }) => `${edge.operator} at ${edge.endpoint}: ${reason}`);
    super(
      `No edge served chunk ${index} of ${content.contentId}. ${reasons.join("; ") || "None was given"}.`,
    );
    this.failures = failures;
  }
}

/**
 * Fetches a chunk and verifies it: its path leads to the root on chain, its bytes are those of the leaf, and the
 * edge signed a receipt for exactly them. Goes to the next edge on any failure.
 * Throws a ChunkUnavailableError when all failed, and the signal's reason when that aborts.
 *
 * @example
 * const { bytes } = await fetchChunk({ content, index: 1, edges, court: { chainId: 1, contentCourt } });
 */
export async function fetchChunk(parameters: FetchChunkParameters): Promise<FetchChunkReturnType> {
  const { content, index, edges, court, timeoutMs = 5_000, signal } = parameters;
  const failures: EdgeFailure[] = [];
  for (const edge of edges) {
    signal?.throwIfAborted();
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const ending = signal ? AbortSignal.any([signal, timeout]) : timeout;
      const served = await requestChunk(edge, content.contentId, index, ending);
      await requireTrue(content, index, edge, court, served);
      return { bytes: served.bytes, edge, failures };
    } catch (error) {
      signal?.throwIfAborted();
      const reason = timeout.aborted ? `it took longer than ${timeoutMs} ms` : reasonOf(error as Error);
      failures.push({ edge, reason });
    }
  }
  throw new ChunkUnavailableError(content, index, failures);
}

/** What `fetch` throws says why only in its cause. */
function reasonOf(error: Error): string {
  const cause = error.cause as { message?: string; code?: string } | undefined;
  return cause?.message || cause?.code || error.message;
}

async function requireTrue(
  content: CommittedContent,
  index: number,
  { operator }: Edge,
  court: Court,
  { bytes, proof, signature }: ServedChunk,
): Promise<void> {
  const leaf = provenLeaf(content, proof);
  if (!leaf) throw new Error("its proof does not lead to the root on chain");
  if (leaf.index !== index) throw new Error(`it proved chunk ${leaf.index} instead`);
  if (leaf.length !== bytes.length) throw new Error(`it sent ${bytes.length} bytes of ${leaf.length}`);
  if (!equalBytes(await sha256(bytes), leaf.chunkHash)) throw new Error("its bytes are not the chunk's");
  const { contentId, generation } = content;
  const chunkHash = bytesToHex(leaf.chunkHash);
  const receipt = { contentId, generation, index: BigInt(index), length: bytes.length, chunkHash };
  const signer = await recoverEdge(court, receipt, signature);
  if (!signer || !isAddressEqual(signer, operator))
    throw new Error("its receipt is not signed by its operator");
}
