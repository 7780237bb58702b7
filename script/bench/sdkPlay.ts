// SPDX-License-Identifier: GPL-3.0-or-later
// When each second of a work is ready in `play`: a work of 5.8 Mbps, from one edge that answers each request after 100 ms. Beside it
// the bare floor: `fetch` of the same ranges in the same order, as many at once, with nothing verified and nobody paid.
// "Ready" is the time from the call until the second's fragment is handed over. Run alone: node script/bench/sdkPlay.ts
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";
import { pad, zeroAddress } from "viem";
import { encodeFrame } from "../../agents/sdk/content/chunkFrames.ts";
import type { FragmentSpan } from "../../agents/sdk/content/layout.ts";
import { proofOf } from "../../agents/sdk/content/proof.ts";
import { sampleRenditions } from "../../agents/sdk/content/testing/sampleRenditions.ts";
import { sampleBytes } from "../../agents/sdk/content/testing/sampleWork.ts";
import { play } from "../../agents/sdk/player/play.ts";

const DELAY_MS = 100;
const SECONDS = 10;
const BYTES_PER_SECOND = 5_800_000 / 8;
const FRAGMENT_SEC = 2;
const PARALLEL = 4;
const SHOWN = [1, 2, 5, 10];

export type PlayRow = { second: number; playMs: number; floorMs: number; goalMs: number };

/** The time at which each second is ready, in `play` and in the floor. */
export async function playRows(): Promise<PlayRow[]> {
  const { content, layout, edge, close } = await serveWork();
  try {
    const spans = layout.spans[0]!;
    const played = await readyTimes(async (took) => {
      const paymentSession = { paidWei: 0n, pay: async () => ({}) as never };
      const onBytes = (_bytes: Uint8Array, span: FragmentSpan | undefined) => span && took(span);
      await play({ content, edges: [edge], paymentSession, onBytes, parallel: PARALLEL });
    });
    const floor = await readyTimes(async (took) => {
      const get = async (first: number, last: number) =>
        (
          await fetch(`${edge.endpoint}/v1/content/${content.contentId}/chunks/${first}-${last}`)
        ).arrayBuffer();
      const next = (span = spans[0]!) => get(span.firstChunk, span.firstChunk + span.chunkCount - 1);
      await get(0, 0);
      const fetching = spans.slice(0, PARALLEL).map(next);
      for (const [at, span] of spans.entries()) {
        await fetching.shift();
        took(span);
        if (at + PARALLEL < spans.length) fetching.push(next(spans[at + PARALLEL]));
      }
    });
    return SHOWN.map((second) => ({
      ...{ second, playMs: played[second - 1]!, floorMs: floor[second - 1]! },
      // one second to begin with, then as the seconds play
      goalMs: second * 1_000,
    }));
  } finally {
    close();
  }
}

/** Runs `work`, and says when each second's fragment was taken. */
async function readyTimes(work: (took: (span: FragmentSpan) => void) => Promise<void>) {
  const ready: number[] = [];
  const began = performance.now();
  await work(({ startSec }) => {
    while (ready.length < startSec + FRAGMENT_SEC) ready.push(Math.round(performance.now() - began));
  });
  return ready;
}

async function serveWork() {
  const plaintexts = Array.from({ length: SECONDS / FRAGMENT_SEC }, (_, seed) =>
    sampleBytes(FRAGMENT_SEC * BYTES_PER_SECOND, seed),
  );
  const sample = await sampleRenditions([{ plaintexts, fragmentSec: FRAGMENT_SEC }]);
  const { chunks, tree, layout, content: committed } = sample;
  const content = {
    ...committed,
    ...{ publisher: zeroAddress, payee: pad(zeroAddress), ratePerSecondWei: 1n, live: false },
  };
  const frames = chunks.map((bytes, index) => encodeFrame(proofOf(tree, index), bytes));
  const server = createServer(({ url }, response) => {
    const [, first, last] = /chunks\/(\d+)-(\d+)/.exec(url!)!.map(Number);
    setTimeout(() => response.end(Buffer.concat(frames.slice(first!, last! + 1))), DELAY_MS);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { content, layout, edge: { operator: zeroAddress, endpoint }, close };
}

/** Prints the rows. */
export async function printPlayRows(): Promise<void> {
  console.log("| second of a 5.8 Mbps work at 100 ms delay | ready in `play` | bare fetch | goal |");
  console.log("|---|---|---|---|");
  for (const { second, playMs, floorMs, goalMs } of await playRows())
    console.log(`| ${second} | ${playMs} ms | ${floorMs} ms | ${goalMs} ms |`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await printPlayRows();
