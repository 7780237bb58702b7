// SPDX-License-Identifier: GPL-3.0-or-later
// The floor under serve.ts' figures, in a process of its own: node:net that writes the same bytes to whatever is asked, one
// buffer for head and body, without a parser. `node serveFloor.ts <bytes of a body> …` sends a port for each.

import { Buffer } from "node:buffer";
import { type AddressInfo, createServer, Socket } from "node:net";

const READ_BUFFER = Buffer.alloc(65_536);

const ports = process.argv.slice(2).map(async (bytes) => {
  // as long as the head with proof and receipt
  const head = `HTTP/1.1 200 OK\r\ncontent-length: ${bytes}\r\ntributary-proof: ${"A".repeat(1_100)}\r\n\r\n`;
  const answer = Buffer.concat([Buffer.from(head), Buffer.alloc(Number(bytes), 7)]);
  const server = createServer((accepted) => {
    const held = accepted as unknown as { _handle: object | undefined };
    const onread = { buffer: READ_BUFFER, callback: () => socket.write(answer) || true };
    const socket = new Socket({ handle: held._handle, onread } as ConstructorParameters<typeof Socket>[0]);
    held._handle = undefined;
    socket.on("error", () => {}).resume();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
});
process.send?.({ ports: await Promise.all(ports) });
