// SPDX-License-Identifier: MIT
import { bytesToHex, isAddressEqual } from "viem";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { deferred } from "../wire/deferred.ts";
import { reasonOf } from "../wire/reasonOf.ts";
import { pause } from "../wire/requestJson.ts";
import { provenLeaf } from "./proof.ts";
import { type Court, recoverEdge } from "./receipt.ts";
import { BadAnswerError, type Edge, requestChunk, type ServedChunk } from "./requestChunk.ts";
import { type ChunkRange, requestChunks } from "./requestChunks.ts";
import { requireChunk } from "./requireChunk.ts";
import type { SignedLie } from "./signedLie.ts";
import type { CommittedContent } from "./tree.ts";

export type FetchChunkParameters = {
  content: CommittedContent;
  /** The chunk's index, from 0. */
  index: number;
  /** The edges to ask, in this order, each only when all before failed or are slow; an edge that is busy or silent is asked again. */
  edges: readonly Edge[];
  /** The chunks among which mirrors hold this one, in one body; by default, alone. */
  body?: ChunkRange;
  /** Where receipts are judged; without it, true bytes are taken without a receipt. */
  court?: Court | undefined;
  /** The time after which the next edge is asked too, and the longest silence of one, in milliseconds: 5,000 by default. */
  timeoutMs?: number;
  /** Called whenever something of an answer comes, unverified. */
  onHeard?: (() => void) | undefined;
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
    const reasons = failures.map(({ edge: { operator, endpoint, isMirror }, reason }) =>
      isMirror ? `The mirror ${endpoint}: ${reason}` : `${operator} at ${endpoint}: ${reason}`,
    );
    super(
      `No edge served chunk ${index} of ${content.contentId}. ${reasons.join("; ") || "None was given"}.`,
      {
        retryable: failures.some((failure) => failure.retryable),
      },
    );
    this.failures = failures;
  }
}

/** The pauses before an edge that is busy, silent or out of reach is asked again: once at its turn, then once all edges failed. */
const AT_ITS_TURN_MS = 100;
const ONCE_ALL_FAILED_MS = [400, 1_600];
/** An answer that still comes after so many times the time for one edge will not come to an end. */
const MOST_TIMES = 12;

/**
 * Fetches and verifies a chunk: the proof leads to the root on chain, the bytes are those of the leaf, and the edge signed
 * a receipt for exactly these bytes. Any failure leads to the next edge, one that may pass by itself after a second try.
 * While an edge is slow the next is asked beside it, and whichever answers first is taken.
 * Throws a ChunkUnavailableError when all edges failed, and the signal's reason when the signal aborts.
 *
 * @example
 * const { bytes } = await fetchChunk({ content, index: 1, edges, court: { chainId: 1, contentCourt } });
 */
export async function fetchChunk(parameters: FetchChunkParameters): Promise<FetchChunkReturnType> {
  const { content, index, edges, timeoutMs = 5_000 } = parameters;
  const ending = new AbortController();
  const signal = AbortSignal.any([ending.signal, parameters.signal].filter((one) => one !== undefined));
  const asking: Asking = { ...parameters, timeoutMs, signal };
  const failures = new Map<Edge, EdgeFailure>();
  const served = deferred<Omit<FetchChunkReturnType, "failures">>();

  async function ask(edge: Edge, isPatient: boolean): Promise<void> {
    let tried = await tryEdge(asking, edge);
    if (isPatient && "reason" in tried && tried.retryable) {
      await pause(AT_ITS_TURN_MS, signal);
      tried = await tryEdge(asking, edge);
    }
    if ("reason" in tried) return void failures.set(edge, tried);
    served.resolve({ bytes: tried.bytes, edge });
    ending.abort();
  }

  /** Ends when all have failed. */
  async function askInTurn(edges: readonly Edge[], isPatient: boolean): Promise<void> {
    const asked: Promise<void>[] = [];
    for (const edge of edges) {
      const one = ask(edge, isPatient);
      asked.push(one);
      const isLate = await Promise.race([one, pause(timeoutMs, signal).then(() => true)]);
      if (isLate) failures.set(edge, { edge, reason: `took longer than ${timeoutMs} ms`, retryable: true });
    }
    await Promise.all(asked);
  }

  async function askAll(): Promise<never> {
    await askInTurn(edges, true);
    for (const pauseMs of ONCE_ALL_FAILED_MS) {
      const passing = [...failures.values()].filter(({ retryable }) => retryable);
      if (passing.length === 0) break;
      await pause(pauseMs, signal);
      await askInTurn(
        passing.map(({ edge }) => edge),
        false,
      );
    }
    throw new ChunkUnavailableError(content, index, [...failures.values()]);
  }

  try {
    return { ...(await Promise.race([served.promise, askAll()])), failures: [...failures.values()] };
  } finally {
    ending.abort();
  }
}

type Asking = FetchChunkParameters & { timeoutMs: number; signal: AbortSignal };

/** Asks one edge once. Throws the signal's reason alone. */
async function tryEdge(asking: Asking, edge: Edge): Promise<{ bytes: Uint8Array } | EdgeFailure> {
  const { content, index, court, timeoutMs, signal, onHeard } = asking;
  signal.throwIfAborted();
  const ending = new AbortController();
  const end = (reason: string) => () => ending.abort(new BadAnswerError(reason, { retryable: true }));
  const longestMs = MOST_TIMES * timeoutMs;
  const whole = setTimeout(end(`took longer than ${longestMs} ms`), longestMs);
  let silence: ReturnType<typeof setTimeout> | undefined;
  const listen = () => {
    clearTimeout(silence);
    silence = setTimeout(end(`sent nothing for ${timeoutMs} ms`), timeoutMs);
  };
  const hear = () => {
    onHeard?.();
    listen();
  };
  listen();
  try {
    const either = AbortSignal.any([signal, ending.signal]);
    if (edge.isMirror) return { bytes: await readFromMirror(edge, asking, either, hear) };
    const served = await requestChunk(edge, content.contentId, index, either, hear);
    await requireTrue(content, index, edge, court, served);
    return { bytes: served.bytes };
  } catch (error) {
    signal.throwIfAborted();
    // fetch throws a TypeError for an edge out of reach
    const retryable = error instanceof BadAnswerError ? error.retryable : error instanceof TypeError;
    return { edge, reason: reasonOf(error), retryable };
  } finally {
    clearTimeout(whole);
    clearTimeout(silence);
  }
}

async function readFromMirror(
  mirror: Edge,
  { content, index, body = { first: index, last: index } }: Asking,
  signal: AbortSignal,
  onBytes: () => void,
): Promise<Uint8Array> {
  for await (const chunk of requestChunks(mirror, content, body, { signal, onBytes }))
    if (chunk.index === index) return chunk.bytes;
  throw new InvalidInput(`the chunks ${body.first} to ${body.last} are not about ${index}`);
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
