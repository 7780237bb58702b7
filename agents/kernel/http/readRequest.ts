// SPDX-License-Identifier: GPL-3.0-or-later
import type { IncomingMessage } from "node:http";
import type { z } from "zod";
import { HttpError } from "./problem.ts";
import { BYTES, type HttpRequest, type Route } from "./route.ts";

/** What a URL says to `route`: its parameters and its query, checked. Throws an HttpError, 400. */
export function readUrl(route: Route, params: Record<string, string>, url: string) {
  return {
    params: route.params ? validate("path", route.params, params) : params,
    query: route.query && validate("query", route.query, queryOf(url)),
  };
}

/** The request as `route` declares it; its body is read when the handler asks for it. */
export function readRequest(
  route: Route,
  said: ReturnType<typeof readUrl>,
  incoming: IncomingMessage,
  maxBodyBytes: number,
): HttpRequest<z.ZodType, z.ZodType, z.ZodType> {
  const { method = "", url = "", headers } = incoming;
  return {
    ...said,
    method,
    url,
    headers,
    // a connection that has ended has none
    remoteAddress: incoming.socket.remoteAddress ?? "",
    async body() {
      if (route.body === undefined || route.body === BYTES) return readBody(incoming, maxBodyBytes);
      const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
      if (type !== "application/json")
        throw new HttpError(415, "unsupported_media_type", "Send JSON, with content-type: application/json.");
      return validate("body", route.body, parseJson(await readBody(incoming, maxBodyBytes)));
    },
  };
}

const queryOf = (url: string) => Object.fromEntries(new URLSearchParams(url.split("?").slice(1).join("?")));

function validate<Schema extends z.ZodType>(
  where: "path" | "query" | "body",
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const reasons = issues.map(({ path, message }) => `${path.join(".") || where}: ${message}`);
  // JSON pointers, as in RFC 9457's own example
  const errors = issues.map(({ path, message }) => ({
    pointer: ["#", ...path.map(String)].join("/"),
    detail: message,
  }));
  throw new HttpError(400, "malformed", reasons.join("; "), { members: { errors } });
}

async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = () =>
    new HttpError(413, "too_large", `The body is too large: send ${maxBytes} bytes at most.`);
  if (Number(incoming.headers["content-length"] ?? 0) > maxBytes) throw tooLarge();
  const brokenOff = () =>
    new HttpError(400, "aborted", "The request broke off before its end. Send the request again.");
  if (incoming.destroyed && !incoming.complete) throw brokenOff();
  const parts: Buffer[] = [];
  let bytes = 0;
  // events, not `for await`: leaving the loop early would destroy the socket before the 413 is written
  return new Promise((resolve, reject) => {
    incoming.on("data", (part: Buffer) => {
      bytes += part.length;
      if (bytes > maxBytes) {
        incoming.pause();
        reject(tooLarge());
      } else parts.push(part);
    });
    incoming.on("end", () => resolve(parts.length === 1 ? parts[0]! : Buffer.concat(parts)));
    incoming.on("error", () => reject(brokenOff()));
  });
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new HttpError(400, "bad_json", "The body is not JSON.");
  }
}
