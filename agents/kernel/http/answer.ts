// SPDX-License-Identifier: GPL-3.0-or-later
import type { IncomingMessage } from "node:http";
import type { Logger } from "../process/log.ts";
import type { Metrics } from "../process/metrics.ts";
import { corsHeaders } from "./cors.ts";
import { HttpError, problemOf } from "./problem.ts";
import { type HttpResponse, Parts, type Route } from "./route.ts";

/** An answer, encoded for the wire. */
export type Encoded = {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer | Parts | null;
  release?: (() => void) | undefined;
};

/** Runs `respond`, counts its time for `route`, and encodes the answer or the thrown problem. Never rejects. */
export type Answer = (
  incoming: IncomingMessage,
  route: Pick<Route, "path" | "cors">,
  respond: () => HttpResponse | Promise<HttpResponse>,
) => Promise<Encoded>;

/** The one label of all paths without a route; with a label each, a scanner could grow the metrics without end. */
export const UNMATCHED = { path: "unmatched", cors: "*" } as const;

export function createAnswer(metrics: Metrics, log: Logger, isClosing: () => boolean): Answer {
  const seconds = metrics.histogram("http_request_seconds", "Time to answer a request", ["route", "status"]);

  return async (incoming, { path, cors }, respond) => {
    const beganMs = performance.now();
    let response: HttpResponse;
    try {
      response = await respond();
    } catch (error) {
      response = problemOf(error);
      if (response.status === 500 && !(error instanceof HttpError))
        log.error(
          { err: error, method: incoming.method, path: incoming.url?.split("?")[0] },
          "request failed",
        );
    }
    seconds.observe({ route: path, status: String(response.status) }, (performance.now() - beganMs) / 1_000);
    const encoded = encode(response);
    if (cors !== "none") Object.assign(encoded.headers, corsHeaders(cors, incoming.headers.origin));
    // an unread body would be taken for the next request, and an open connection would hold up the closing
    const isUnread = !incoming.complete && response.status >= 400;
    if (isUnread || isClosing()) encoded.headers.connection = "close";
    return encoded;
  };
}

function encode({ status, headers, body, release }: HttpResponse): Encoded {
  if (body === undefined) {
    const none = status !== 204 && status !== 304 && { "content-length": "0" };
    return { status, headers: { ...none, ...headers }, body: null, release };
  }
  const [type, bytes] = encodeBody(body);
  const length = String(bytes instanceof Parts ? bytes.length : Buffer.byteLength(bytes));
  return {
    status,
    headers: { "content-type": type, "content-length": length, ...headers },
    body: bytes,
    release,
  };
}

function encodeBody(body: object | Buffer | string): [type: string, bytes: string | Buffer | Parts] {
  if (typeof body === "string") return ["text/plain; charset=utf-8", body];
  if (Buffer.isBuffer(body) || body instanceof Parts) return ["application/octet-stream", body];
  return ["application/json", JSON.stringify(body, amountAsText)];
}

const amountAsText = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
