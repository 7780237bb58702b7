// SPDX-License-Identifier: MIT
import { bytesToHex, isAddressEqual } from "viem";
import { TributaryError } from "../errors/TributaryError.ts";
import { reasonOf } from "../wire/reasonOf.ts";
import { pause } from "../wire/requestJson.ts";
import { provenLeaf } from "./proof.ts";
import { type Court, recoverEdge } from "./receipt.ts";
import { BadAnswerError, type Edge, requestChunk, type ServedChunk } from "./requestChunk.ts";
import { requireChunk } from "./requireChunk.ts";
import type { SignedLie } from "./signedLie.ts";
import type { CommittedContent } from "./tree.ts";

export type FetchChunkParameters = {
  content: CommittedContent;
  /** The chunk's index, from 0. */
  index: number;
  /** The edges to ask, in this order, each only when all before failed; an edge that is busy is asked twice. */
  edges: readonly Edge[];
  /** Where receipts are judged; without it, true bytes are taken without a receipt. */
  court?: Court | undefined;
  /** The longest time for one edge, in milliseconds. */
  timeoutMs?: number;
  /** Ends the whole attempt. */
  signal?: AbortSignal | undefined;
};

/** `retryable`: the edge may serve in a moment; one that lies or lacks the chunk will not. */
export type EdgeFailure = {
  edge: Edge;
  reason: string;
  retryable: boolean;
  /** The edge sent what was not committed. */
  isLie?: boolean;
  /** The edge's signature for that, which costs its bond: see {@link SignedLie}. */
  signed?: SignedLie;
};
export type FetchChunkReturnType = { bytes: Uint8Array; edge: Edge; failures: EdgeFailure[] };

/** No edge served the chunk; `failures` says why, edge by edge. */
export class ChunkUnavailableError extends TributaryError {
  override name = "ChunkUnavailableError";
  readonly failures: readonly EdgeFailure[];

  constructor(content: CommittedContent, index: number, failures: readonly EdgeFailure[]) {
    const reasons = failures.map(({ edge, reason }) => `${edge.operator} at ${edge.endpoint}: ${reason}`);
    super(
      `No edge served chunk ${index} of ${content.contentId}. ${reasons.join("; ") || "None was given"}.`,
      {
        retryable: failures.some((failure) => failure.retryable),
      },
    );
    this.failures = failures;
  }
}

/** The pauses before an edge that is busy or out of reach is asked again: once at its turn, then once all edges failed. */
const AT_ITS_TURN_MS = 100;
const ONCE_ALL_FAILED_MS = [400, 1_600];

/**
 * Fetches and verifies a chunk: the proof leads to the root on chain, the bytes are those of the leaf, and the edge signed
 * a receipt for exactly these bytes. Any failure leads to the next edge, one that may pass by itself after a second try.
 * Throws a ChunkUnavailableError when all edges failed, and the signal's reason when the signal aborts.
 *
 * @example
 * const { bytes } = await fetchChunk({ content, index: 1, edges, court: { chainId: 1, contentCourt } });
 */
export async function fetchChunk(parameters: FetchChunkParameters): Promise<FetchChunkReturnType> {
  const { content, index, edges, signal } = parameters;
  const failures: EdgeFailure[] = [];
  const served = (bytes: Uint8Array, edge: Edge) => ({ bytes, edge, failures });
  for (const edge of edges) {
    let tried = await tryEdge(parameters, edge);
    if ("reason" in tried && tried.retryable) {
      await pause(AT_ITS_TURN_MS, signal);
      tried = await tryEdge(parameters, edge);
    }
    if ("bytes" in tried) return served(tried.bytes, edge);
    failures.push(tried);
  }
  const passing = failures.filter((failure) => failure.retryable);
  for (const pauseMs of passing.length > 0 ? ONCE_ALL_FAILED_MS : []) {
    await pause(pauseMs, signal);
    for (const { edge } of passing) {
      const tried = await tryEdge(parameters, edge);
      if ("bytes" in tried) return served(tried.bytes, edge);
    }
  }
  throw new ChunkUnavailableError(content, index, failures);
}

/** Asks one edge once. Throws the signal's reason alone. */
async function tryEdge(
  { content, index, court, timeoutMs = 5_000, signal }: FetchChunkParameters,
  edge: Edge,
): Promise<{ bytes: Uint8Array } | EdgeFailure> {
  signal?.throwIfAborted();
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const ending = signal ? AbortSignal.any([signal, timeout]) : timeout;
    const served = await requestChunk(edge, content.contentId, index, ending);
    await requireTrue(content, index, edge, court, served);
    return { bytes: served.bytes };
  } catch (error) {
    signal?.throwIfAborted();
    if (timeout.aborted) return { edge, reason: `took longer than ${timeoutMs} ms`, retryable: false };
    // fetch throws a TypeError for an edge out of reach
    const retryable = error instanceof BadAnswerError ? error.retryable : error instanceof TypeError;
    return { edge, reason: reasonOf(error), retryable };
  }
}

async function requireTrue(
  content: CommittedContent,
  index: number,
  { operator }: Edge,
  court: Court | undefined,
  { bytes, proof, signature }: ServedChunk,
): Promise<void> {
  const leaf = await requireChunk(provenLeaf(content, proof), index, bytes);
  if (!court) return;
  const { contentId, generation } = content;
  const chunkHash = bytesToHex(leaf.chunkHash);
  const receipt = { contentId, generation, index: BigInt(index), length: bytes.length, chunkHash };
  const signer = await recoverEdge(court, receipt, signature);
  if (!signer || !isAddressEqual(signer, operator))
    throw new BadAnswerError("sent a receipt that is not signed by its operator");
}
