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
  /** The chunk's index, from 0. */
  index: number;
  /** The edges to ask, in this order, each only when all before failed. */
  edges: readonly Edge[];
  court: Court;
  /** The longest time for one edge, in milliseconds. */
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
 * Fetches and verifies a chunk: the proof leads to the root on chain, the bytes are those of the leaf, and the edge signed
 * a receipt for exactly these bytes. Any failure leads to the next edge.
 * Throws a ChunkUnavailableError when all edges failed, and the signal's reason when the signal aborts.
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
      const reason = timeout.aborted ? `took longer than ${timeoutMs} ms` : reasonOf(error as Error);
      failures.push({ edge, reason });
    }
  }
  throw new ChunkUnavailableError(content, index, failures);
}

/** The reason of a failure; an error of `fetch` has it in its cause alone. */
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
  if (!leaf) throw new Error("sent a proof that does not lead to the root on chain");
  if (leaf.index !== index) throw new Error(`proved chunk ${leaf.index} instead`);
  if (leaf.length !== bytes.length) throw new Error(`sent ${bytes.length} bytes of ${leaf.length}`);
  if (!equalBytes(await sha256(bytes), leaf.chunkHash))
    throw new Error("sent bytes that are not the chunk's");
  const { contentId, generation } = content;
  const chunkHash = bytesToHex(leaf.chunkHash);
  const receipt = { contentId, generation, index: BigInt(index), length: bytes.length, chunkHash };
  const signer = await recoverEdge(court, receipt, signature);
  if (!signer || !isAddressEqual(signer, operator))
    throw new Error("sent a receipt that is not signed by its operator");
}
