// SPDX-License-Identifier: GPL-3.0-or-later
// What edges do among each other: a fetch of 50 MiB, verified, beside a bare fetch of the same bytes; a fragment that an edge lacks; and chunks
// out of the disk. Servers and client are processes of their own, all in this run; medians.
// Run: npm run bench:network [-- --only fetch|miss|disk]
import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { fillingEdge } from "../../agents/edge/testing/fillingEdge.ts";
import { decodeLeafList } from "../../agents/sdk/content/leafList.ts";
import { buildTree } from "../../agents/sdk/content/tree.ts";
import { medianOf } from "./median.ts";
import { FRAGMENT_BYTES, FRAGMENTS, MIB } from "./network/bytes.ts";
import type { Fetched } from "./network/clientChild.ts";
import type { Served } from "./network/serverChild.ts";

const ROUNDS = 5;
const DISK_SEC = 3;
const DISK_CLIENTS = 8;
const GOALS = { wallMB: 300, coreMB: 400, memoryMB: 120, missMs: 25 };

const { values } = parseArgs({ options: { only: { type: "string" } } });
const isWanted = (part: string) => values.only === undefined || values.only === part;
const shortfalls: string[] = [];
const row = (what: string, ...figures: string[]) => console.log(`  ${what.padEnd(44)}${figures.join("   ")}`);
const require = (isMet: boolean, what: string) => void (isMet || shortfalls.push(what));

const child = (name: string) =>
  fork(fileURLToPath(new URL(`network/${name}.ts`, import.meta.url)), {
    ...{ serialization: "advanced", stdio: ["ignore", "ignore", "inherit", "ipc"] },
  });
const server = child("serverChild");
const served = await new Promise<Served>((resolve) => {
  server.on("message", (message: Served) => message.gateway && resolve(message));
});
const answerOf = async <Answer>(to: ReturnType<typeof child>, message: object | string) => {
  to.send(message);
  return (await once(to, "message"))[0] as Answer;
};

/** The most memory that a process ever had, in MB. */
const peakMB = (pid: number): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]) / 1_000;

try {
  if (isWanted("fetch")) await fetching();
  if (isWanted("miss")) await missing();
  if (isWanted("disk")) await disk();
} finally {
  server.disconnect();
}
console.log(shortfalls.length === 0 ? "\nEvery goal is met." : `\nMissed:\n${shortfalls.join("\n")}`);

async function fetching(): Promise<void> {
  console.log(`\n50 MiB from an edge's gateway, each block compared with its leaf; medians of ${ROUNDS}\n`);
  for (const way of ["floor", "raw", "car"] as const) {
    // of a process that did nothing else, the most memory is this way's own
    const client = child("clientChild");
    await answerOf(client, served);
    const before = peakMB(client.pid!);
    const { bytes, wallSec, cpuSec } = await answerOf<Fetched>(client, { way, rounds: ROUNDS });
    if (bytes !== FRAGMENT_BYTES * FRAGMENTS) throw new Error(`${way} brought ${bytes} bytes`);
    const [wallMB, coreMB, memoryMB] = [bytes / MIB / wallSec, bytes / MIB / cpuSec, peakMB(client.pid!)];
    const name = {
      floor: "bare node:http, nothing verified (floor)",
      raw: "raw blocks, 16 at once",
      car: "CARs of 4 MiB",
    }[way];
    const speeds = [`${wallMB.toFixed(0)} MB/s`, `${coreMB.toFixed(0)} MB a core-second of the client`];
    row(name, ...speeds, `${memoryMB.toFixed(0)} MB of memory, ${before.toFixed(0)} before`);
    client.disconnect();
    if (way === "floor") continue;
    require(wallMB >= GOALS.wallMB, `${name}: ${wallMB.toFixed(0)} MB/s is below ${GOALS.wallMB}`);
    require(coreMB >=
      GOALS.coreMB, `${name}: ${coreMB.toFixed(0)} MB a core-second is below ${GOALS.coreMB}`);
    require(memoryMB <=
      GOALS.memoryMB, `${name}: ${memoryMB.toFixed(0)} MB of memory is above ${GOALS.memoryMB}`);
  }
}

/** What a viewer waits for whose edge has to fetch the fragment from another. */
async function missing(): Promise<void> {
  const closing: (() => unknown)[] = [];
  const scope = { onTestFinished: (work: () => unknown) => void closing.push(work) };
  const tree = buildTree(decodeLeafList(served.leafList)!);
  const ours = await fillingEdge(scope, { content: served.content, tree }, { edges: [served.edge] });
  const perFragment = Math.ceil(FRAGMENT_BYTES / 65_536);
  const taken: number[] = [];
  for (let first = served.firstChunk; first <= served.lastChunk; first += perFragment) {
    const began = performance.now();
    const chunks = await ours.chunks(first, first + perFragment - 1);
    taken.push(performance.now() - began);
    if (chunks.includes(undefined)) throw new Error("a chunk did not come");
    await ours.keeper.idle();
  }
  for (const work of closing.reverse()) await work();
  const p50 = medianOf(taken);
  console.log("\nA fragment of 3.75 MB that an edge lacks and another has\n");
  row("until all of it is there and compared, p50", `${p50.toFixed(1)} ms, goal ${GOALS.missMs}`);
  require(p50 <= GOALS.missMs, `a miss takes ${p50.toFixed(1)} ms (p50)`);
}

/** Random chunks of a work three times as large as the cache: most come from the disk, and are compared before they leave. */
async function disk(): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: DISK_CLIENTS });
  const { contentId, root } = served.content;
  const ask = (index: number) =>
    new Promise<number>((resolve, reject) => {
      const url = `${served.onDisk}/v1/content/${contentId}/chunks/${index}-${index}?root=${root}`;
      get(url, { agent }, (response) => {
        let bytes = 0;
        response.on("data", (part: Buffer) => {
          bytes += part.length;
        });
        response.on("end", () =>
          response.statusCode === 200 ? resolve(bytes) : reject(new Error(`${url}: ${response.statusCode}`)),
        );
      }).on("error", reject);
    });
  const cpuSec = async () => {
    const { user, system } = await answerOf<NodeJS.CpuUsage>(server, "cpu");
    return (user + system) / 1e6;
  };
  const before = await cpuSec();
  const until = performance.now() + DISK_SEC * 1_000;
  let bytes = 0;
  const reader = async () => {
    while (performance.now() < until) bytes += await ask(Math.floor(Math.random() * (served.lastChunk + 1)));
  };
  await Promise.all(Array.from({ length: DISK_CLIENTS }, reader));
  const usedSec = (await cpuSec()) - before;
  agent.destroy();
  console.log(`\nRandom chunks out of the disk, ${DISK_CLIENTS} clients, a cache of a third of the work\n`);
  row("an edge serves, with proofs", `${(bytes / MIB / usedSec).toFixed(0)} MB a core-second`);
}
