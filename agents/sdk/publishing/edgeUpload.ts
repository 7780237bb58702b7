// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { chunkUrl, contentUrl } from "../content/edgeApi.ts";
import { LIST_ENTRY_BYTES } from "../content/leafList.ts";
import { BadAnswerError, type Edge, readAtMost } from "../content/requestChunk.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { printable } from "../wire/printable.ts";
import { jsonIn } from "../wire/readBody.ts";
import { pause } from "../wire/requestJson.ts";

/** What is sent to every edge. */
export type Upload = {
  contentId: Hex;
  leafList: Uint8Array;
  readChunk(index: number): Promise<Uint8Array>;
};

export type UploadOptions = {
  /** Chunks on their way to one edge at a time. */
  concurrency?: number;
  /** How often a request is tried that an edge did not answer. */
  attempts?: number;
  /** How long to wait for the work to be final on chain. */
  finalityPatienceMs?: number;
  /** The longest time for one request, its answer included, in milliseconds; each further attempt has as much more. 60,000 by default. */
  timeoutMs?: number;
  onChunk?(): void;
  /** Called before each wait for the work to be final on chain. */
  onNotFinal?(): void;
  /** Sends each request, such as `signIn.fetch`, for edges that ask who uploads. */
  fetch?: UploadFetch | undefined;
  signal?: AbortSignal | undefined;
};

/** The part of `fetch` in use. */
export type UploadFetch = (
  url: string,
  init: {
    method: "PUT";
    body: Uint8Array<ArrayBuffer>;
    headers: Record<string, string>;
    redirect: "error";
    signal: AbortSignal;
  },
) => Promise<Response>;

/** An edge said no; `code` is its reason, as its README lists them. */
export class EdgeRefused extends TributaryError {
  override name = "EdgeRefused";
  readonly code: string;

  constructor(edge: Edge, code: string, message: string) {
    super(printable(`The edge at ${edge.endpoint} refused: ${message}`));
    this.code = code;
  }
}

const MOST_STATUS_BYTES = 10_000_000;
const MOST_REFUSAL_BYTES = 10_000;
const PAUSE_MS = 1_000;

/**
 * Brings a work to an edge: its leaf list, then the chunks that the edge misses, so that what an earlier run sent is
 * not sent again. Throws an EdgeRefused, or the error of a connection that failed too often.
 */
export async function uploadToEdge(edge: Edge, upload: Upload, options: UploadOptions = {}): Promise<void> {
  const { concurrency = 8, onChunk, signal } = options;
  const { contentId } = upload;
  const url = contentUrl(edge, contentId);
  const answer = await put(edge, url, upload.leafList, MOST_STATUS_BYTES, options);
  const ranges = rangesIn(jsonIn(answer));
  const missing = missingIndices(ranges, upload.leafList.length / LIST_ENTRY_BYTES);

  const sendInTurn = async () => {
    for (const index of missing) {
      signal?.throwIfAborted();
      const chunk = await upload.readChunk(index);
      await put(edge, chunkUrl(edge, contentId, index), chunk, MOST_REFUSAL_BYTES, options);
      onChunk?.();
    }
  };
  // one generator for all: each takes the next index that nobody took, and one that fails closes it for the rest
  const turns = await Promise.allSettled(Array.from({ length: concurrency }, sendInTurn));
  const failed = turns.find((turn) => turn.status === "rejected");
  if (failed) throw failed.reason;
}

type Range = readonly [first: number, last: number];

/** The ranges in an edge's status. Throws a BadAnswerError for anything else. */
function rangesIn(status: unknown): readonly Range[] {
  const { missing } = Object(status) as { missing?: unknown };
  const isIndex = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  const isRange = (range: unknown) => Array.isArray(range) && range.length === 2 && range.every(isIndex);
  if (!Array.isArray(missing) || !missing.every(isRange))
    throw new BadAnswerError("sent a status that names no missing chunks");
  return missing as Range[];
}

/** The indices in `ranges`, each once at most, and none that the work does not have: an edge may say what it likes. */
function* missingIndices(ranges: readonly Range[], leafCount: number): Generator<number> {
  let next = 0;
  for (const [first, last] of ranges) {
    next = Math.max(next, first);
    while (next <= last && next < leafCount) yield next++;
  }
}

/** Sends `body`; the answer's own, of `mostBytes` at most. */
async function put(
  edge: Edge,
  url: string,
  body: Uint8Array,
  mostBytes: number,
  options: UploadOptions,
): Promise<Uint8Array> {
  const { attempts = 4, finalityPatienceMs = 600_000, timeoutMs = 60_000, onNotFinal, signal } = options;
  const send = options.fetch ?? globalThis.fetch;
  const finalBy = Date.now() + finalityPatienceMs;
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt >= attempts;
    try {
      const timeout = AbortSignal.timeout(timeoutMs * attempt);
      const response = await send(url, {
        method: "PUT",
        body: body as Uint8Array<ArrayBuffer>,
        headers: { "content-type": "application/octet-stream" },
        redirect: "error",
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      // to its end, however little is in it: half-read answers would each keep a connection
      if (response.ok) return await readAtMost(response, mostBytes);
      const refusal = await refusalOf(edge, response);
      const isEarly = refusal.code === "not_final";
      const waits = isEarly ? Date.now() < finalBy : response.status === 503 && !isLast;
      if (!waits) throw refusal;
      if (isEarly) onNotFinal?.();
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof EdgeRefused || error instanceof BadAnswerError || isLast) throw error;
    }
    await pause(PAUSE_MS, signal);
  }
}

async function refusalOf(edge: Edge, response: Response): Promise<EdgeRefused> {
  const body = await readAtMost(response, MOST_REFUSAL_BYTES)
    .then(jsonIn)
    .catch(() => undefined);
  const { code, detail } = Object(body) as { code?: unknown; detail?: unknown };
  if (typeof code !== "string" || typeof detail !== "string")
    return new EdgeRefused(edge, "unknown", `status ${response.status}`);
  return new EdgeRefused(edge, code.slice(0, 100), detail.slice(0, 1_000));
}
