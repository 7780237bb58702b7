// SPDX-License-Identifier: GPL-3.0-or-later
// What a core of an edge serves beside nginx: chunks with their proofs, against nginx' files of the same size without any, and
// beside the floor, a loop of node:net that only writes: nginx sends pages of its files, which node has to copy.
// Both in this run, rounds alternate, medians; of each server its own CPU time counts alone. MB are MiB of chunks.
// Run: npm run bench:serve
import { execFileSync, fork, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { freePort } from "../../agents/kernel/testing/freePort.ts";
import { aptInstall } from "../aptInstall.ts";
import { medianOf } from "./median.ts";
import { startNginx } from "./nginx.ts";

const ROUNDS = 5;
const ROUND_SEC = 2;
const MIB = 1_048_576;
/** Of the kernel's clock, as /proc counts. */
const TICKS_PER_SEC = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

const findMissing = () => ["nginx", "wrk"].filter((program) => spawnSync(program, ["-v"]).error);
if (findMissing().length > 0) aptInstall("nginx-light", "wrk");
const missing = findMissing();
if (missing.length > 0) {
  console.error(
    `${missing.join(" and ")} cannot be installed from here: install nginx-light and wrk by apt, as root.`,
  );
  process.exit(1);
}

const child = fork(fileURLToPath(new URL("serveEdge.ts", import.meta.url)), {
  stdio: ["ignore", "ignore", "inherit", "ipc"],
});
const edge = await new Promise<{ chunks: string; root: string }>((resolve) => {
  // the server says that it is ready too
  child.on("message", (message: { chunks: string; root: string }) => message.chunks && resolve(message));
});
const floor = fork(
  fileURLToPath(new URL("serveFloor.ts", import.meta.url)),
  [String(MIB / 16), String(MIB)],
  {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  },
);
const [{ ports }] = (await once(floor, "message")) as [{ ports: [chunk: number, mebibyte: number] }];
const nginx = await startNginx(await freePort(), {
  chunk: randomBytes(MIB / 16),
  mebibyte: randomBytes(MIB),
});

type Measured = { perCoreSec: number; p50Micros: number };
type Case = { name: string; bytes: number; ours: string; peer: string; floor: number; goal: number };
const CASES: readonly Case[] = [
  {
    name: "64 KiB, proof and receipt",
    bytes: MIB / 16,
    ours: `${edge.chunks}/7`,
    peer: `${nginx.url}/chunk`,
    floor: ports[0],
    goal: 3_000,
  },
  {
    name: "64 KiB, framed with proof",
    bytes: MIB / 16,
    ours: `${edge.chunks}/7-7?root=${edge.root}`,
    peer: `${nginx.url}/chunk`,
    floor: ports[0],
    goal: 3_000,
  },
  {
    name: "1 MiB, framed with 16 proofs",
    bytes: MIB,
    ours: `${edge.chunks}/0-15?root=${edge.root}`,
    peer: `${nginx.url}/mebibyte`,
    floor: ports[1],
    goal: 5_000,
  },
];
const LEAST_RATIO = 1.2;
const MOST_MICROS = 60;

const shortfalls: string[] = [];
console.log(`\nnginx ${versionOf("nginx")}, wrk; medians of ${ROUNDS} rounds of ${ROUND_SEC} s\n`);
console.log(
  "                               clients   MB per core-second: edge   nginx   ratio   floor   p50, µs: edge   nginx   floor",
);
try {
  for (const { name, bytes, ours, peer, floor: port, goal } of CASES)
    for (const clients of [1, 8]) {
      const rounds = { edge: [] as Measured[], nginx: [] as Measured[], floor: [] as Measured[] };
      for (let round = 0; round <= ROUNDS; round++) {
        const edgeRound = measure(child.pid!, ours, clients, bytes);
        const nginxRound = measure(nginx.pid, peer, clients, bytes);
        const floorRound = measure(floor.pid!, `http://127.0.0.1:${port}/`, clients, bytes);
        // the first round only warms up
        if (round === 0) continue;
        rounds.edge.push(edgeRound);
        rounds.nginx.push(nginxRound);
        rounds.floor.push(floorRound);
      }
      const [us, them, least] = [
        medianRound(rounds.edge),
        medianRound(rounds.nginx),
        medianRound(rounds.floor),
      ];
      const ratio = us.perCoreSec / them.perCoreSec;
      console.log(
        `  ${name.padEnd(30)}${String(clients).padStart(6)}${us.perCoreSec.toFixed(0).padStart(27)}${them.perCoreSec.toFixed(0).padStart(8)}` +
          `${ratio.toFixed(2).padStart(8)}${least.perCoreSec.toFixed(0).padStart(8)}` +
          [us, them, least].map(({ p50Micros }, at) => p50Micros.toFixed(0).padStart(at ? 8 : 16)).join(""),
      );
      const say = (what: string) => shortfalls.push(`${name}, ${clients} clients: ${what}`);
      if (clients === 8 && us.perCoreSec < goal)
        say(`${us.perCoreSec.toFixed(0)} MB is below the goal of ${goal}`);
      if (clients === 8 && ratio < LEAST_RATIO)
        say(`${ratio.toFixed(2)} × nginx is below the goal of ${LEAST_RATIO}`);
      if (clients === 1 && bytes < MIB && us.p50Micros > MOST_MICROS)
        say(`p50 ${us.p50Micros.toFixed(0)} µs is above the goal of ${MOST_MICROS}`);
    }
} finally {
  child.kill();
  floor.kill();
  await nginx.stop();
}
console.log(shortfalls.length === 0 ? "\nEvery goal is met." : `\nMissed:\n${shortfalls.join("\n")}`);

function measure(pid: number, url: string, clients: number, bytes: number): Measured {
  const before = cpuSec(pid);
  const args = ["-t1", `-c${clients}`, `-d${ROUND_SEC}s`, "--latency", url];
  const said = execFileSync("wrk", args, { encoding: "utf8" });
  const usedSec = cpuSec(pid) - before;
  const requests = Number(/(\d+) requests in/.exec(said)?.[1]);
  if (!requests || /Non-2xx|Socket errors/.test(said)) throw new Error(`not served: ${url}\n${said}`);
  const [, p50 = "", unit = ""] = /50%\s+([\d.]+)(us|ms|s)/.exec(said) ?? [];
  const micros = { us: 1, ms: 1e3, s: 1e6 }[unit] ?? Number.NaN;
  return { perCoreSec: (requests * bytes) / MIB / usedSec, p50Micros: Number(p50) * micros };
}

/** The CPU time of a process, all of its threads, in seconds. */
function cpuSec(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SEC;
}

function medianRound(rounds: readonly Measured[]): Measured {
  return {
    perCoreSec: medianOf(rounds.map((round) => round.perCoreSec)),
    p50Micros: medianOf(rounds.map((round) => round.p50Micros)),
  };
}

function versionOf(program: string): string {
  return /\/([\d.]+)/.exec(spawnSync(program, ["-v"], { encoding: "utf8" }).stderr)?.[1] ?? "";
}
