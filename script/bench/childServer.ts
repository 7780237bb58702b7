// SPDX-License-Identifier: GPL-3.0-or-later
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { fileURLToPath } from "node:url";

/** A server in a process of its own, so that its CPU time is the server's alone. */
export type ChildServer = {
  port: number;
  /** The process's CPU time so far. */
  cpuMicros(): Promise<number>;
  stop(): void;
};

/** Starts `file` of this folder, which sends `{ port }`, and its `process.cpuUsage()` for each message. */
export async function forkServer(file: string, args: readonly string[] = []): Promise<ChildServer> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args);
  const port = await portOf(child);
  return {
    port,
    async cpuMicros() {
      child.send("cpu");
      const [{ user, system }] = (await once(child, "message")) as [NodeJS.CpuUsage];
      return user + system;
    },
    stop: () => child.disconnect(),
  };
}

async function portOf(child: ChildProcess): Promise<number> {
  for (;;) {
    const [message] = (await once(child, "message")) as [{ port?: number; type?: string }];
    if (message.port !== undefined && message.type === undefined) return message.port;
  }
}

/** A connection that is kept. */
export async function connected(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1").setNoDelay();
  await once(socket, "connect");
  return socket;
}

/** Sends a request, and gives the answer's text. Throws where the status is not 2xx. */
export async function exchange(socket: Socket, request: Buffer): Promise<string> {
  socket.write(request);
  const [bytes] = (await once(socket, "data")) as [Buffer];
  const answer = bytes.toString("latin1");
  if (!answer.startsWith("HTTP/1.1 2")) throw new Error(`refused:\n${answer}`);
  return answer;
}
