// SPDX-License-Identifier: MIT
// Edges that are there and say nothing, by a clock of the test.
import assert from "node:assert/strict";
import { zeroAddress } from "viem";
import { afterEach, beforeEach, test, vi } from "vitest";
import { ChunkUnavailableError } from "../content/fetchChunk.ts";
import { mirrorAt } from "../content/requestChunk.ts";
import { sampleWork } from "../content/testing/sampleWork.ts";
import { createChunkSources, QUIET_MS } from "./chunkSources.ts";

const { content } = await sampleWork([2_000, 2_000]);
const edge = { operator: zeroAddress, endpoint: "http://edge.example" };
const mirror = mirrorAt("http://mirror.example");

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Rejects as `fetch` does once the request is ended. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

/** Asks for the work; `error` is set once that failed. */
function asking(edges: Parameters<typeof createChunkSources>[1]) {
  const asked = { error: undefined as unknown };
  createChunkSources(content, edges, undefined)
    .fetch(0, 1, () => {})
    .catch((error) => {
      asked.error = error;
    });
  return asked;
}

test("a work whose every source is silent fails after 15 s, and the error names each", async () => {
  vi.stubGlobal("fetch", (_: string, { signal }: { signal: AbortSignal }) => untilAborted(signal));
  for (const edges of [[edge], [edge, mirror]]) {
    const asked = asking(edges);
    await vi.advanceTimersByTimeAsync(QUIET_MS - 1);
    assert.ok(!asked.error);
    await vi.advanceTimersByTimeAsync(1);
    const { error } = asked;
    assert.ok(error instanceof ChunkUnavailableError && error.retryable);
    assert.deepEqual(
      error.failures.map(({ edge, reason }) => [edge, reason]),
      edges.map((edge) => [edge, "sent nothing for 15 s"]),
    );
    if (edges.length > 1) assert.match(error.message, /The mirror http:\/\/mirror\.example: sent nothing/);
  }
});

test("a source that sends a byte now and then is not silent", async () => {
  const drips = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 9_000));
      controller.enqueue(new Uint8Array(1));
    },
  });
  vi.stubGlobal("fetch", async () => new Response(drips));
  const asked = asking([edge]);
  await vi.advanceTimersByTimeAsync(3 * QUIET_MS);
  assert.equal(asked.error, undefined);
});
