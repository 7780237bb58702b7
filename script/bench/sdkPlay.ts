// SPDX-License-Identifier: GPL-3.0-or-later
// When each second of a work is ready in `play`: a work of 5.8 Mbps, from one edge that answers each request after 100 ms. Beside it
// the bare floor: `fetch` of the same chunks in the same order, as many at once, with nothing verified and nobody paid.
// "Ready" is the time from the call until the second's last chunk is handed over. Run alone: node script/bench/sdkPlay.ts
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";
import { bytesToHex, pad, zeroAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { CHUNK_BYTES, hashChunk, sha256 } from "../../agents/sdk/content/leaf.ts";
import { chunksOfSecond, encodeManifest } from "../../agents/sdk/content/manifest.ts";
import { proofOf } from "../../agents/sdk/content/proof.ts";
import { signReceipt } from "../../agents/sdk/content/receipt.ts";
import { PROOF_HEADER, RECEIPT_HEADER } from "../../agents/sdk/content/requestChunk.ts";
import { commit, sampleBytes } from "../../agents/sdk/content/testing/sampleWork.ts";
import { buildTree } from "../../agents/sdk/content/tree.ts";
import { play } from "../../agents/sdk/player/play.ts";

const DELAY_MS = 100;
const SECONDS = 10;
const BYTES_PER_SECOND = 5_800_000 / 8;
const PARALLEL = 8;
const SHOWN = [1, 2, 5, 10];

export type PlayRow = { second: number; playMs: number; floorMs: number; goalMs: number };

/** The time at which each second is ready, in `play` and in the floor. */
export async function playRows(): Promise<PlayRow[]> {
  const { content, court, manifest, edge, close } = await serveWork();
  try {
    const needed = Array.from({ length: SECONDS }, (_, second) => chunksOfSecond(manifest, second).at(-1)!);
    const played = await readyTimes(needed, async (took) => {
      const paymentSession = { paidWei: 0n, pay: async () => ({}) as never };
      const chunks = { onChunk: (_bytes: Uint8Array, index: number) => took(index), parallel: PARALLEL };
      await play({ content, court, edges: [edge], paymentSession, ...chunks });
    });
    const floor = await readyTimes(needed, async (took) => {
      const get = async (index: number) =>
        (await fetch(`${edge.endpoint}/v1/content/${content.contentId}/chunks/${index}`)).arrayBuffer();
      await get(0);
      const last = needed.at(-1)!;
      const fetching = Array.from({ length: PARALLEL }, (_, n) => get(n + 1));
      for (let index = 1; index <= last; index += 1) {
        await fetching.shift();
        took(index);
        if (index + PARALLEL <= last) fetching.push(get(index + PARALLEL));
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

/** Runs `work`, and says when the last chunk of each second was taken. */
async function readyTimes(needed: number[], work: (took: (index: number) => void) => Promise<void>) {
  const ready: number[] = [];
  const began = performance.now();
  await work((index) => {
    while (ready.length < needed.length && needed[ready.length]! <= index)
      ready.push(Math.round(performance.now() - began));
  });
  return ready;
}

async function serveWork() {
  const operator = privateKeyToAccount(generatePrivateKey());
  const court = { chainId: 31_337, contentCourt: zeroAddress };
  const media = sampleBytes(SECONDS * BYTES_PER_SECOND, 1);
  const manifest = {
    ...({ version: 1, firstChunk: 1, title: "Sample", mediaType: "video/mp4" } as const),
    ...{ byteCount: media.length, durationSec: SECONDS },
  };
  const count = Math.ceil(media.length / CHUNK_BYTES);
  const pieces = Array.from({ length: count }, (_, n) => media.slice(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES));
  const chunks = [encodeManifest(manifest), ...pieces];
  const tree = buildTree(await Promise.all(chunks.map((chunk, index) => hashChunk(index, chunk))));
  const payee = pad(operator.address);
  const content = {
    ...commit(tree),
    ...{ publisher: zeroAddress, payee, ratePerSecondWei: 1n, live: false },
  };
  const { contentId, generation } = content;
  const headers = await Promise.all(
    chunks.map(async (bytes, index) => {
      const chunkHash = bytesToHex(await sha256(bytes));
      const receipt = { contentId, generation, index: BigInt(index), length: bytes.length, chunkHash };
      return {
        [PROOF_HEADER]: Buffer.from(proofOf(tree, index)).toString("base64"),
        [RECEIPT_HEADER]: await signReceipt(operator, court, receipt),
      };
    }),
  );
  const server = createServer(({ url }, response) => {
    const index = Number(url?.split("/").at(-1));
    setTimeout(() => response.writeHead(200, headers[index]).end(chunks[index]), DELAY_MS);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { content, court, manifest, edge: { operator: operator.address, endpoint }, close };
}

/** Prints the rows. */
export async function printPlayRows(): Promise<void> {
  console.log("| second of a 5.8 Mbps work at 100 ms delay | ready in `play` | bare fetch | goal |");
  console.log("|---|---|---|---|");
  for (const { second, playMs, floorMs, goalMs } of await playRows())
    console.log(`| ${second} | ${playMs} ms | ${floorMs} ms | ${goalMs} ms |`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await printPlayRows();
