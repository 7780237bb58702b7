// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a player's memory stays flat over 2 hours of encrypted video.
// Run: npm run bench:memory
import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createKeccak } from "hash-wasm";
import { zeroAddress, zeroHash } from "viem";
import { startMemoryEdge } from "../../agents/edge/testing/memoryEdge.ts";
import { keccak } from "../../agents/sdk/content/keccak.ts";
import { sampleRenditions } from "../../agents/sdk/content/testing/sampleRenditions.ts";
import { sampleBytes } from "../../agents/sdk/content/testing/sampleWork.ts";
import { readLadder } from "../../agents/sdk/testing/ladder/readLadder.ts";
import type { Look, PlayedWork } from "./memoryPlayer.ts";

const GOAL_MB = 150;
const HOURS = 2;
const FRAGMENT_SEC = 2;
const BITS_PER_SEC = 1e6;

const shortfalls: string[] = [];
await playing();
console.log(shortfalls.length === 0 ? "\nEvery goal is met." : `\nMissed:\n${shortfalls.join("\n")}`);

/** The memory of a process, in MB. */
function residentMB(pid: number): number {
  const [, kB] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))!;
  return Math.round(Number(kB) / 1_000);
}

function show(at: string, memoryMB: number, heldMB: number): void {
  console.log(
    `${at.padStart(12)}${String(memoryMB).padStart(6)} MB, of which in use${String(heldMB).padStart(4)} MB`,
  );
  if (memoryMB > GOAL_MB) shortfalls.push(`${at}: ${memoryMB} MB is above the goal of ${GOAL_MB}`);
}

async function playing(): Promise<void> {
  // the first call asks for the quick one, which is there by the time that another is
  keccak(new Uint8Array(1));
  await createKeccak(256);
  const clip = readLadder([BITS_PER_SEC, BITS_PER_SEC, BITS_PER_SEC])[0]!;
  const workKey = sampleBytes(32, 5);
  const count = (HOURS * 3_600) / FRAGMENT_SEC;
  const plaintexts = Array.from({ length: count }, (_, at) => clip.plaintexts[at % clip.plaintexts.length]!);
  const sample = await sampleRenditions([{ ...clip, plaintexts }], { workKey });
  const edge = await startMemoryEdge(sample);
  console.log(`\nA player, ${HOURS} hours in ${count} fragments of ${FRAGMENT_SEC} s, encrypted\n`);
  const player = fork(fileURLToPath(new URL("memoryPlayer.ts", import.meta.url)), {
    ...{ serialization: "advanced", execArgv: ["--expose-gc"] },
  });
  player.on("message", ({ playedSec, heldBytes }: Look) =>
    show(`${playedSec / 60} min`, residentMB(player.pid!), Math.round(heldBytes / 1e6)),
  );
  const free = { publisher: zeroAddress, payee: zeroHash, ratePerSecondWei: 0n, live: false };
  const content = { ...edge.content, ...free };
  player.send({ content, court: edge.court, edges: [edge.edge], workKey } satisfies PlayedWork);
  const [code] = await once(player, "exit");
  await edge.close();
  if (code !== 0) throw new Error(`the player ended with ${code}`);
}
