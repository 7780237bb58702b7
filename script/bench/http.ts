// SPDX-License-Identifier: GPL-3.0-or-later
// The cost of the kernel's HTTP server beside bare node:http, on the two busy paths: a voucher, judged in full but for the
// disk, and a chunk of 64 KiB. Each server is a process of its own; only its own CPU time counts. Rounds alternate.
// Run: npm run bench:http
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { payeeOfSplit } from "../../agents/sdk/chain/payee.ts";
import { signVoucher } from "../../agents/sdk/channels/voucher.ts";
import { CHUNK_BYTES } from "../../agents/sdk/content/leaf.ts";
import { CONTRACT, type Kind } from "./httpServers.ts";
import { postRequest } from "./postRequest.ts";

const ROUNDS = 5;
const ROUND_MS = 1_500;
const CONNECTIONS = 32;

type Measured = { perCoreSecond: number; p50Ms: number };
type Server = { child: ChildProcess; port: number };

const voucher = await voucherBytes();
const chunk = Buffer.from(`GET /v1/content/0x${"ab".repeat(32)}/chunks/7 HTTP/1.1\r\nhost: bench\r\n\r\n`);
const cases: [name: string, kind: Kind, request: Buffer][] = [
  ["voucher, bare node:http", "floor", voucher],
  ["voucher, the server (Hono)", "server", voucher],
  ["chunk, bare node:http", "floor", chunk],
  ["chunk, the server (bare lane)", "server", chunk],
  ["chunk, through Hono", "chunks by Hono", chunk],
];

const servers = new Map<Kind, Server>();
for (const kind of new Set(cases.map(([, kind]) => kind))) servers.set(kind, await startServer(kind));
const rounds = new Map<string, Measured[]>(cases.map(([name]) => [name, []]));
// the first round only warms up
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, kind, request] of cases) {
    const measured = await measure(servers.get(kind)!, request);
    if (round > 0) rounds.get(name)!.push(measured);
  }
}
for (const { child } of servers.values()) child.kill();

console.log(
  "medians                           requests per core-second    MB per core-second    p50 of one client, ms",
);
for (const [name, measured] of rounds) {
  const perCoreSecond = median(measured.map((round) => round.perCoreSecond));
  const megabytes = name.startsWith("chunk") ? ((perCoreSecond * CHUNK_BYTES) / 1e6).toFixed(0) : "";
  const p50Ms = median(measured.map((round) => round.p50Ms)).toFixed(3);
  const columns = [perCoreSecond.toFixed(0).padStart(26), megabytes.padStart(22), p50Ms.padStart(25)];
  console.log(`  ${name.padEnd(30)}${columns.join("")}`);
}

async function startServer(kind: Kind): Promise<Server> {
  const child = fork(fileURLToPath(new URL("httpServers.ts", import.meta.url)), [kind]);
  for (;;) {
    const [message] = (await once(child, "message")) as [{ port?: number; type?: string }];
    if (message.port !== undefined && message.type === undefined) return { child, port: message.port };
  }
}

async function measure(server: Server, request: Buffer): Promise<Measured> {
  const alone = await load(server.port, request, 1, ROUND_MS / 3);
  const before = await cpuMicros(server);
  const together = await load(server.port, request, CONNECTIONS, ROUND_MS);
  const perCoreSecond = (together.length * 1e6) / ((await cpuMicros(server)) - before);
  return { perCoreSecond, p50Ms: median(alone) };
}

async function cpuMicros({ child }: Server): Promise<number> {
  child.send("cpu");
  const [{ user, system }] = (await once(child, "message")) as [NodeJS.CpuUsage];
  return user + system;
}

/** Sends requests on `connections` sockets; returns the time of each answer, in ms. */
async function load(port: number, request: Buffer, connections: number, forMs: number): Promise<number[]> {
  const took: number[] = [];
  const until = performance.now() + forMs;
  await Promise.all(Array.from({ length: connections }, askOnOneSocket));
  return took;

  async function askOnOneSocket(): Promise<void> {
    const socket = connect(port, "127.0.0.1").setNoDelay();
    await once(socket, "connect");
    let awaitedBytes = 0;
    let startedMs = 0;
    const ask = () => {
      startedMs = performance.now();
      awaitedBytes = -1;
      socket.write(request);
    };
    socket.on("data", (part) => {
      awaitedBytes = (awaitedBytes < 0 ? lengthOfAnswer(part) : awaitedBytes) - part.length;
      if (awaitedBytes > 0) return;
      took.push(performance.now() - startedMs);
      if (performance.now() < until) ask();
      else socket.end();
    });
    ask();
    await once(socket, "close");
  }
}

/** The length of head and body, read from the first part of an answer. */
function lengthOfAnswer(part: Buffer): number {
  const headBytes = part.indexOf("\r\n\r\n") + 4;
  const head = part.toString("latin1", 0, headBytes);
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  if (!head.startsWith("HTTP/1.1 200 ") || length === undefined) throw new Error(`not served:\n${head}`);
  return headBytes + Number(length);
}

async function voucherBytes(): Promise<Buffer> {
  const sessionAccount = privateKeyToAccount(generatePrivateKey());
  const { address } = sessionAccount;
  const parties = { payer: address, payee: payeeOfSplit(7n), token: address, sessionKey: address };
  const key = { ...parties, salt: 1n };
  const { signature } = await signVoucher({ ...CONTRACT, key, cumulative: 5n, sessionAccount });
  const { chainId, paymentChannels: contract } = CONTRACT;
  return postRequest("/v1/vouchers", {
    ...{ chainId, contract, ...parties },
    ...{ salt: "1", cumulative: "5", signature },
  });
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
