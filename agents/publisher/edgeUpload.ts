// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import { z } from "zod";
import { systemClock } from "../kernel/process/clock.ts";
import { chunkUrl, contentUrl } from "../sdk/content/edgeApi.ts";
import { LIST_ENTRY_BYTES } from "../sdk/content/leafList.ts";
import { type Edge, readAtMost } from "../sdk/content/requestChunk.ts";
import { printable } from "../sdk/wire/printable.ts";

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
  onChunk?(): void;
  signal?: AbortSignal;
};

/** An edge said no; `code` is its reason, as its README lists them. */
export class EdgeRefusedError extends Error {
  override name = "EdgeRefusedError";
  readonly code: string;

  constructor(edge: Edge, code: string, message: string) {
    super(printable(`The edge at ${edge.endpoint} refused: ${message}`));
    this.code = code;
  }
}

const statusSchema = z.object({ missing: z.array(z.tuple([z.int().min(0), z.int().min(0)])) });
const refusalSchema = z.object({ code: z.string().max(100), detail: z.string().max(1_000) });

const MOST_STATUS_BYTES = 10_000_000;
const MOST_REFUSAL_BYTES = 10_000;
const REQUEST_TIMEOUT_MS = 60_000;
const PAUSE_MS = 1_000;

/**
 * Brings a work to an edge: its leaf list, then the chunks that the edge misses, so that what an earlier run sent is
 * not sent again. Throws an EdgeRefusedError, or the error of a connection that failed too often.
 */
export async function uploadToEdge(edge: Edge, upload: Upload, options: UploadOptions = {}): Promise<void> {
  const { concurrency = 8, onChunk, signal } = options;
  const { contentId } = upload;
  const answer = await put(edge, contentUrl(edge, contentId), upload.leafList, options);
  const { missing: ranges } = statusSchema.parse(await readJson(answer, MOST_STATUS_BYTES));
  const missing = missingIndices(ranges, upload.leafList.length / LIST_ENTRY_BYTES);

  const sendInTurn = async () => {
    for (const index of missing) {
      signal?.throwIfAborted();
      await put(edge, chunkUrl(edge, contentId, index), await upload.readChunk(index), options);
      onChunk?.();
    }
  };
  // one generator for all: each takes the next index that nobody took, and one that fails closes it for the rest
  const turns = await Promise.allSettled(Array.from({ length: concurrency }, sendInTurn));
  const failed = turns.find((turn) => turn.status === "rejected");
  if (failed) throw failed.reason;
}

/** The indices in `ranges`, each once at most, and none that the work does not have: an edge may say what it likes. */
function* missingIndices(
  ranges: readonly (readonly [number, number])[],
  leafCount: number,
): Generator<number> {
  let next = 0;
  for (const [first, last] of ranges) {
    next = Math.max(next, first);
    while (next <= last && next < leafCount) yield next++;
  }
}

async function put(edge: Edge, url: string, body: Uint8Array, options: UploadOptions): Promise<Response> {
  const { attempts = 4, finalityPatienceMs = 600_000, signal } = options;
  const finalBy = Date.now() + finalityPatienceMs;
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt >= attempts;
    try {
      const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
      const response = await fetch(url, {
        method: "PUT",
        body: body as Uint8Array<ArrayBuffer>,
        headers: { "content-type": "application/octet-stream" },
        redirect: "error",
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      if (response.ok) return response;
      const refusal = await refusalOf(edge, response);
      const waits = refusal.code === "not_final" ? Date.now() < finalBy : response.status === 503 && !isLast;
      if (!waits) throw refusal;
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof EdgeRefusedError || isLast) throw error;
    }
    await systemClock.sleep(PAUSE_MS, signal);
  }
}

async function refusalOf(edge: Edge, response: Response): Promise<EdgeRefusedError> {
  const parsed = refusalSchema.safeParse(await readJson(response, MOST_REFUSAL_BYTES).catch(() => undefined));
  const { code, detail } = parsed.data ?? { code: "unknown", detail: `status ${response.status}` };
  return new EdgeRefusedError(edge, code, detail);
}

async function readJson(response: Response, maxBytes: number): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await readAtMost(response, maxBytes)));
}
