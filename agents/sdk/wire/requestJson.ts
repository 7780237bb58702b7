// SPDX-License-Identifier: MIT

/** No answer came from `url`: the request may or may not have arrived. Trying again is safe. */
export class SequencerUnreachable extends Error {
  override name = "SequencerUnreachable";

  constructor(url: string, reason: string, options?: { cause?: unknown }) {
    super(`no answer from ${url} (${reason}): check that the sequencer runs, then try again`, options);
  }
}

export type JsonAnswer = { status: number; json: Record<string, unknown> };

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
const ANSWER_WITHIN_MS = 10_000;

/**
 * Sends a request that is safe to repeat, and repeats it after no answer or a 5xx.
 *
 * @throws SequencerUnreachable after `retries` repetitions.
 */
export async function requestJson(
  url: string,
  { method, body, retries = 4 }: { method: "GET" | "POST"; body?: string; retries?: number },
): Promise<JsonAnswer> {
  for (let attempt = 0; ; attempt++) {
    const failure = await tryOnce();
    if ("status" in failure) return failure;
    if (attempt >= retries) throw new SequencerUnreachable(url, failure.reason, { cause: failure.cause });
    await pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt));
  }

  async function tryOnce(): Promise<JsonAnswer | { reason: string; cause?: unknown }> {
    try {
      const response = await fetch(url, {
        method,
        body,
        headers: body === undefined ? {} : { "content-type": "application/json" },
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      if (response.status >= 500) return { reason: `status ${response.status}` };
      return { status: response.status, json: (await response.json()) as Record<string, unknown> };
    } catch (cause) {
      return { reason: cause instanceof Error ? cause.message : String(cause), cause };
    }
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
