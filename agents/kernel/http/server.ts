// SPDX-License-Identifier: GPL-3.0-or-later
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import { userErrorOf } from "../process/errors.ts";
import type { Logger } from "../process/log.ts";
import type { Metrics } from "../process/metrics.ts";
import type { Readiness } from "../process/readiness.ts";
import { createAnswer, UNMATCHED } from "./answer.ts";
import { createApp } from "./app.ts";
import { createBareLane } from "./bareLane.ts";
import { isClearPath } from "./clearPath.ts";
import { kernelRoutes } from "./kernelRoutes.ts";
import { openApiRoute } from "./openApi.ts";
import { HttpError, problemOf } from "./problem.ts";
import type { Route } from "./route.ts";
import { writeAnswer } from "./writeAnswer.ts";

/** Connections that leave HTTP behind, as WebSockets do, at one path. */
export type Sockets = {
  path: string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends all of them. */
  close(): void;
};

export type HttpServerOptions = {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** The role's API; its paths get /v1 in front. A function, where they have to know the real port. */
  routes: readonly Route[] | ((port: number) => readonly Route[]);
  /** Paths as they stand, outside of the API: the files of a page. */
  pages?: readonly Route[];
  /** Without it, nothing leaves HTTP behind. */
  sockets?: Sockets | undefined;
  metrics: Metrics;
  readiness: Readiness;
  log: Logger;
  /** Larger request bodies get a 413. */
  maxBodyBytes?: number;
  /**
   * The longest time for a client's headers, for a whole request, between requests; and to take an answer of the bare lane, or
   * each batch of its parts.
   */
  timeoutsMs?: { headers?: number; request?: number; idle?: number; take?: number };
};

export type RunningHttpServer = {
  /** With the real port. */
  url: string;
  port: number;
  /** Takes no more requests, and waits for pending answers, `withinMs` at most: 5 s by default. */
  close(withinMs?: number): Promise<void>;
};

/**
 * Serves `routes` under /v1 with their OpenAPI document, and /health (alive), /ready (making progress, or 503 with
 * reasons) and /metrics.
 * A parent process with an IPC channel receives `{ type: "ready", url }` once the port is open.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<RunningHttpServer> {
  const { host, port, timeoutsMs = {} } = options;
  const server = createServer({ connectionsCheckingInterval: 500 });
  server.headersTimeout = timeoutsMs.headers ?? 10_000;
  server.requestTimeout = timeoutsMs.request ?? 30_000;
  server.keepAliveTimeout = timeoutsMs.idle ?? 5_000;
  // clients are told the time without it: they leave first, or a request of theirs would meet the end of its connection
  server.keepAliveTimeoutBuffer = server.keepAliveTimeout;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(userErrorOf(Object.assign(error, { listening: true }))));
    server.listen(port, host, resolve);
  });
  const realPort = (server.address() as AddressInfo).port;
  try {
    // nothing is waited for before this, so no request comes in between
    server.on(
      "request",
      createListener(options, realPort, () => !server.listening),
    );
  } catch (error) {
    server.close();
    throw error;
  }
  const { sockets } = options;
  if (sockets)
    server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on("error", () => socket.destroy());
      if (request.url === sockets.path) sockets.upgrade(request, socket, head);
      else socket.end("HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
    });
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${realPort}`;
  if (process.connected) process.send?.({ type: "ready", url });

  return {
    url,
    port: realPort,
    async close(withinMs = 5_000) {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      sockets?.close();
      const cutOff = setTimeout(() => server.closeAllConnections(), withinMs);
      await closed;
      clearTimeout(cutOff);
    },
  };
}

/** Answers every request to a server on `realPort`. */
function createListener(
  options: HttpServerOptions,
  realPort: number,
  isClosing: () => boolean,
): RequestListener {
  const { metrics, readiness, log, maxBodyBytes = 1_000_000, timeoutsMs = {} } = options;
  const own = typeof options.routes === "function" ? options.routes(realPort) : options.routes;
  const versioned = own.map((route) => ({ ...route, path: `/v1${route.path}` }));
  const described = [...versioned, ...kernelRoutes(metrics, readiness)];
  const openApi = openApiRoute(metrics.role, "/v1/openapi.json", described);
  const routes = [...described, openApi, ...(options.pages ?? [])];

  const answer = createAnswer(metrics, log, isClosing);
  const refuse = (error: HttpError) => () => {
    throw error;
  };
  const app = createApp(routes, answer, maxBodyBytes);
  const takeMs = timeoutsMs.take ?? 30_000;
  const bareLane = createBareLane(routes, answer, maxBodyBytes, takeMs);
  const hono = getRequestListener(app.fetch, {
    // answer.ts reads bodies, or closes the connection
    autoCleanupIncoming: false,
    // HTTP/1.0 may leave the host out
    hostname: "localhost",
    errorHandler: () => {
      const { status, headers, body } = problemOf(
        new HttpError(400, "bad_host", "The Host header is malformed. Send the host's name and port."),
      );
      return new Response(JSON.stringify(body), { status, headers });
    },
  });

  return (incoming, outgoing) => {
    if (!isClearPath(incoming.url ?? "")) {
      const badPath = new HttpError(
        400,
        "bad_path",
        "The path is malformed. Leave out dot segments, encoded slashes and control characters.",
      );
      void answer(incoming, UNMATCHED, refuse(badPath)).then((encoded) =>
        writeAnswer(outgoing, encoded, takeMs),
      );
    } else if (!bareLane(incoming, outgoing)) void hono(incoming, outgoing);
  };
}
