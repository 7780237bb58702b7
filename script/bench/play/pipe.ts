// SPDX-License-Identifier: GPL-3.0-or-later
// A viewer's access line, in front of servers that know nothing of it: what they send shares one rate, and each request takes a round trip.
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import type { Trace } from "../abr/traces.ts";

/** Bytes are let through at this pace. */
const TICK_MS = 4;
/** What waits on one connection before its server is held back. */
const QUEUE_BYTES = 64 * 1_024;
/** After a pause of the machine no more than this is made up for. */
const MOST_CATCH_UP_MS = 100;

type Flow = { queue: Buffer[]; queuedBytes: number; to: Socket; from: Socket; isOver: boolean };

export class Pipe {
  readonly #trace: Trace;
  readonly #flows = new Set<Flow>();
  readonly #servers: Server[] = [];
  readonly #timer: NodeJS.Timeout;
  #beganMs: number | undefined;
  #letThroughAtMs = performance.now();
  #allowedBytes = 0;

  /** The first request begins the trace. */
  constructor(trace: Trace) {
    this.#trace = trace;
    this.#timer = setInterval(() => this.#letThrough(), TICK_MS);
  }

  /** Puts the pipe in front of the server at `url`: the URL to ask in its place. */
  async to(url: string): Promise<string> {
    const { hostname, port } = new URL(url);
    const rttMs = 1_000 * this.#trace.rttSec;
    const server = createServer({ noDelay: true }, (client) => {
      const upstream = connect({ host: hostname, port: Number(port), noDelay: true });
      const flow: Flow = { ...{ queue: [], queuedBytes: 0, isOver: false }, to: client, from: upstream };
      this.#flows.add(flow);
      // the connection itself takes a round trip
      let readyAtMs = performance.now() + rttMs;
      client.on("data", (data) => {
        this.#beganMs ??= performance.now();
        readyAtMs = Math.max(readyAtMs, performance.now());
        setTimeout(() => upstream.writable && upstream.write(data), readyAtMs + rttMs - performance.now());
      });
      upstream.on("data", (data) => {
        flow.queue.push(data);
        flow.queuedBytes += data.length;
        if (flow.queuedBytes > QUEUE_BYTES) upstream.pause();
      });
      upstream.on("end", () => {
        flow.isOver = true;
      });
      for (const socket of [client, upstream]) {
        socket.on("error", () => {});
        socket.on("close", () => this.#drop(flow, socket));
      }
    }).listen(0, "127.0.0.1");
    this.#servers.push(server);
    await once(server, "listening");
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  close(): void {
    clearInterval(this.#timer);
    for (const server of this.#servers) server.close();
    for (const { to, from } of this.#flows) for (const socket of [to, from]) socket.destroy();
  }

  #drop(flow: Flow, closed: Socket): void {
    // what a server sent before it left still comes
    flow.isOver = true;
    if (closed === flow.from && flow.queue.length > 0) return;
    this.#flows.delete(flow);
    for (const socket of [flow.to, flow.from]) socket.destroy();
  }

  #bitsPerSec(nowMs: number): number {
    const atSec = this.#beganMs === undefined ? 0 : (nowMs - this.#beganMs) / 1_000;
    return this.#trace.changes.findLast((change) => change.atSec <= atSec)!.bitsPerSec;
  }

  #letThrough(): void {
    const nowMs = performance.now();
    const passedMs = Math.min(nowMs - this.#letThroughAtMs, MOST_CATCH_UP_MS);
    this.#letThroughAtMs = nowMs;
    const waiting = [...this.#flows].filter(({ queue }) => queue.length > 0);
    // an idle line saves nothing up
    this.#allowedBytes = waiting.length === 0 ? 0 : this.#allowedBytes;
    this.#allowedBytes += (this.#bitsPerSec(nowMs) * passedMs) / 8_000;
    waiting.sort((a, b) => a.queuedBytes - b.queuedBytes);
    for (const [at, flow] of waiting.entries()) {
      const share = Math.floor(this.#allowedBytes / (waiting.length - at));
      this.#allowedBytes -= send(flow, share);
      if (flow.isOver && flow.queue.length === 0) flow.to.end();
    }
  }
}

/** Sends at most `most` bytes of what waits: how many. */
function send(flow: Flow, most: number): number {
  let sent = 0;
  while (flow.queue.length > 0 && sent < most) {
    const first = flow.queue.shift()!;
    const part = first.subarray(0, most - sent);
    if (part.length < first.length) flow.queue.unshift(first.subarray(part.length));
    flow.to.write(part);
    sent += part.length;
  }
  flow.queuedBytes -= sent;
  if (flow.queuedBytes <= QUEUE_BYTES && flow.from.isPaused()) flow.from.resume();
  return sent;
}
