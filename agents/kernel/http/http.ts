// SPDX-License-Identifier: GPL-3.0-or-later
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describeError, TryAgainError, UserError } from "../process/errors.ts";
import type { Logger } from "../process/log.ts";
import type { Metrics } from "../process/metrics.ts";
import type { Readiness } from "../process/readiness.ts";
import { type HttpRequest, type Route, readRequest } from "./httpRequest.ts";
import { HttpError, type HttpResponse, writeResponse } from "./httpResponse.ts";
import { matchRoute } from "./httpRoute.ts";

export { HttpError, type HttpRequest, type HttpResponse, type Route };

export type HttpServerOptions = {
  host: string;
  /** 0 takes any free port. */
  port: number;
  routes: readonly Route[];
  metrics: Metrics;
  readiness: Readiness;
  log: Logger;
  /** Larger request bodies get a 413. */
  maxBodyBytes?: number;
  /** How long a client may take for its headers, for the whole request, and between requests. */
  timeoutsMs?: { headers?: number; request?: number; idle?: number };
};

export type RunningHttpServer = {
  /** With the real port. */
  url: string;
  port: number;
  /** Takes no more requests, and waits for those under way, 5 s at most. */
  close(): Promise<void>;
};

/**
 * Serves `routes`, and beside them /health (alive), /ready (making progress, or 503 with reasons) and /metrics.
 * A parent process that holds an IPC channel is sent `{ type: "ready", url }` once the port is open.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<RunningHttpServer> {
  const { host, port, metrics, log, maxBodyBytes = 1_000_000, timeoutsMs = {} } = options;
  const routes = [...options.routes, ...kernelRoutes(metrics, options.readiness)];
  const seconds = metrics.histogram("http_request_seconds", "Time to answer a request", ["route", "status"]);

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const stopTimer = seconds.startTimer();
    // unmatched paths share a label, or a scanner could grow the metrics without end
    let routePath = "unmatched";
    let result: HttpResponse;
    try {
      const { route, params, query } = matchRoute(routes, request.method ?? "", request.url ?? "");
      routePath = route.path;
      result = await route.handle(readRequest(request, params, query, maxBodyBytes));
    } catch (error) {
      result = asResponse(error, request, log);
    }
    // a connection kept alive would hold up our closing
    response.shouldKeepAlive &&= server.listening;
    writeResponse(request, response, result);
    stopTimer({ route: routePath, status: String(result.status) });
  }

  const server = createServer({ connectionsCheckingInterval: 500 }, (request, response) => {
    answer(request, response).catch((error) => {
      log.error({ err: error }, "an answer could not be written");
      response.destroy();
    });
  });
  server.headersTimeout = timeoutsMs.headers ?? 10_000;
  server.requestTimeout = timeoutsMs.request ?? 30_000;
  server.keepAliveTimeout = timeoutsMs.idle ?? 5_000;

  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(refuseBusyPort(error, port)));
    server.listen(port, host, resolve);
  });
  const realPort = (server.address() as AddressInfo).port;
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${realPort}`;
  if (process.connected) process.send?.({ type: "ready", url });

  return {
    url,
    port: realPort,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const cutOff = setTimeout(() => server.closeAllConnections(), 5_000);
      await closed;
      clearTimeout(cutOff);
    },
  };
}

function kernelRoutes(metrics: Metrics, readiness: Readiness): Route[] {
  return [
    { method: "GET", path: "/health", handle: () => ({ status: 200, body: { alive: true } }) },
    {
      method: "GET",
      path: "/ready",
      handle: () => {
        const report = readiness.report();
        return { status: report.ready ? 200 : 503, body: report };
      },
    },
    {
      method: "GET",
      path: "/metrics",
      handle: async () => ({
        status: 200,
        headers: { "content-type": metrics.contentType },
        body: await metrics.text(),
      }),
    },
  ];
}

function asResponse(error: unknown, request: IncomingMessage, log: Logger): HttpResponse {
  if (error instanceof HttpError) return error.response();
  if (error instanceof TryAgainError) return new HttpError(503, "try_again", describeError(error)).response();
  log.error({ err: error, method: request.method, path: request.url?.split("?")[0] }, "request failed");
  return new HttpError(500, "internal", "This node failed to answer; its log says why.").response();
}

function refuseBusyPort(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== "EADDRINUSE") return error;
  return new UserError(
    `Port ${port} is in use by another program.`,
    "Stop it, or choose another with --port (0 takes any free one).",
    { cause: error },
  );
}
