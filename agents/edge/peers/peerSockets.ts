// SPDX-License-Identifier: GPL-3.0-or-later
import { type WebSocket, WebSocketServer } from "ws";
import type { Sockets } from "../../kernel/http/server.ts";
import { MOST_SIGNAL_CHARS } from "../../sdk/peers/signalMessages.ts";
import type { Meeting } from "./meeting.ts";

const PING_MS = 30_000;
/** A viewer that reads nothing while so much waits for it is left. */
const MOST_WAITING_BYTES = 262_144;

/** The WebSockets at which viewers meet. Any page may connect: who enters has signed. */
export function createPeerSockets(meeting: Meeting): Sockets {
  const server = new WebSocketServer({
    ...{ noServer: true, perMessageDeflate: false, maxPayload: 4 * MOST_SIGNAL_CHARS },
  });
  /** Those that answered the last ping. */
  let alive = new WeakSet<WebSocket>();
  const pinging = setInterval(() => {
    for (const socket of server.clients)
      if (alive.has(socket)) socket.ping();
      else socket.terminate();
    alive = new WeakSet();
  }, PING_MS);

  function take(socket: WebSocket): void {
    alive.add(socket);
    const connection = meeting.open({
      send(text) {
        if (socket.bufferedAmount > MOST_WAITING_BYTES) socket.terminate();
        else socket.send(text);
      },
      close: (code, reason) => socket.close(code, reason),
    });
    socket.on("pong", () => alive.add(socket));
    socket.on("message", (data, isBinary) => connection.message(isBinary ? "" : String(data)));
    socket.on("close", connection.closed);
    // as of a message that is too long; "close" follows
    socket.on("error", () => socket.terminate());
  }

  return {
    path: "/v1/peers",
    upgrade: (request, socket, head) => server.handleUpgrade(request, socket, head, take),
    close() {
      clearInterval(pinging);
      meeting.stop();
      for (const socket of server.clients) socket.terminate();
    },
  };
}
