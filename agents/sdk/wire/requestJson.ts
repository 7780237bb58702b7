// SPDX-License-Identifier: MIT
import { TributaryError } from "../errors/TributaryError.ts";
import { jsonIn, readBody } from "./readBody.ts";

/** No answer came from `url`: the request may or may not have arrived. Trying again is safe. */
export class SequencerUnreachable extends TributaryError {
  override name = "SequencerUnreachable";

  constructor(url: string, reason: string, options?: { cause?: unknown }) {
    // a query may hold a key
    super(`no answer from ${url.split("?")[0]} (${reason})`, {
      ...{ ...options, retryable: true },
      advice: "check that the sequencer runs, then try again",
    });
  }
}

export type JsonAnswer = { status: number; json: Record<string, unknown> };

/** A refusal that passes by itself. `afterMs`: the time until the request is sent again. */
export type Waiting = JsonAnswer & { afterMs: number };

/** How long, and how, a request is repeated. */
export type Patience = {
  /** Repetitions after no answer or a 5xx; 4 by default, at most 2 s apart. */
  retries?: number | undefined;
  /** The longest time to wait while the node says "later"; two minutes by default, and none with `retries: 0`. */
  patienceMs?: number | undefined;
  /** Called before each wait for a node that says "later", with the node's reason. */
  onWait?: ((waiting: Waiting) => void) | undefined;
  /** Ends the request and every wait. */
  signal?: AbortSignal | undefined;
};

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
const ANSWER_WITHIN_MS = 10_000;
/** The wait that a node asks for counts as this at least, or a node could be asked without end. */
const LEAST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;
/** Above the longest page of a listing. */
const MOST_BYTES = 10_000_000;

/**
 * Sends a request that is safe to repeat, and repeats it after no answer or a 5xx. A node that says "later", by a 425 or by
 * `Retry-After`, is asked again at that time.
 *
 * @throws SequencerUnreachable after `retries` repetitions; the signal's reason.
 */
export async function requestJson(
  url: string,
  request: { method: "GET" | "POST"; body?: string } & Patience,
): Promise<JsonAnswer> {
  const { retries = 4, onWait, signal } = request;
  let patienceMs = request.patienceMs ?? (retries === 0 ? 0 : 120_000);
  for (let attempt = 0; ; ) {
    const answer = await tryOnce(url, request);
    signal?.throwIfAborted();
    if ("afterMs" in answer && patienceMs > 0) {
      onWait?.(answer);
      patienceMs -= Math.max(answer.afterMs, LEAST_WAIT_MS);
      await pause(answer.afterMs, signal);
    } else if ("status" in answer && answer.status < 500) return { status: answer.status, json: answer.json };
    else if (attempt >= retries) {
      const { reason, cause } = "status" in answer ? { reason: `status ${answer.status}` } : answer;
      throw new SequencerUnreachable(url, reason, { cause });
    } else {
      await pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt), signal);
      attempt += 1;
    }
  }
}

type Answer = JsonAnswer | Waiting | { reason: string; cause?: unknown };

async function tryOnce(
  url: string,
  { method, body, signal }: { method: string; body?: string } & Patience,
): Promise<Answer> {
  try {
    const timeout = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const response = await fetch(url, {
      method,
      // a node answers for its own URL alone, and may not send a request on to somebody else's network
      redirect: "error",
      ...(body !== undefined && { body, headers: { "content-type": "application/json" } }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    const { status } = response;
    const afterMs = waitOf(response);
    if (status >= 500 && afterMs === undefined) return { reason: `status ${status}` };
    // `null` is JSON too
    const bytes = await readBody(response, MOST_BYTES, (reason) => new TributaryError(`the node ${reason}`));
    const json = Object(jsonIn(bytes)) as Record<string, unknown>;
    return afterMs === undefined ? { status, json } : { status, json, afterMs };
  } catch (cause) {
    return { reason: cause instanceof Error ? cause.message : String(cause), cause };
  }
}

/** Whether a refusal with this status passes by itself. */
export const saysLater = (status: number): boolean => status === 425 || status === 429 || status >= 500;

/** The wait that an answer asks for; undefined for one that asks for none. */
function waitOf({ status, headers }: Response): number | undefined {
  const after = headers.get("retry-after");
  if (!saysLater(status) || (status !== 425 && after === null)) return undefined;
  const ms =
    after === null
      ? LONGEST_PAUSE_MS
      : /^\d+$/.test(after)
        ? Number(after) * 1_000
        : Date.parse(after) - Date.now();
  return Number.isNaN(ms) ? LONGEST_PAUSE_MS : Math.min(Math.max(ms, 0), LONGEST_WAIT_MS);
}

/** Waits; throws the signal's reason when the signal aborts first. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", abort, { once: true });
  });
}
