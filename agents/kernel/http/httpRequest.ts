// SPDX-License-Identifier: GPL-3.0-or-later
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { z } from "zod";
import { HttpError, type HttpResponse } from "./httpResponse.ts";

export type Route = {
  method: "GET" | "POST" | "PUT" | "DELETE" | "OPTIONS";
  /** Segments, where `:name` takes any one: `/content/:id/chunks/:index`. */
  path: string;
  handle(request: HttpRequest): HttpResponse | Promise<HttpResponse>;
};

export type HttpRequest = {
  /** The path's named segments, decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** The body as JSON that fits `schema`. Throws 415, 413, or 400 with the reasons. */
  json<Schema extends z.ZodType>(schema: Schema): Promise<z.output<Schema>>;
  /** The whole body. Throws 413. */
  body(): Promise<Buffer>;
};

export function readRequest(
  message: IncomingMessage,
  params: Record<string, string>,
  query: URLSearchParams,
  maxBodyBytes: number,
): HttpRequest {
  const body = () => readBody(message, maxBodyBytes);
  return {
    params,
    query,
    headers: message.headers,
    body,
    async json(schema) {
      const type = message.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
      if (type !== "application/json") {
        throw new HttpError(415, "unsupported_media_type", "Send JSON, with content-type: application/json.");
      }
      const parsed = schema.safeParse(parseJson(await body()));
      if (parsed.success) return parsed.data;
      const reasons = parsed.error.issues.map(
        (issue) => `${issue.path.join(".") || "body"}: ${issue.message}`,
      );
      throw new HttpError(400, "bad_request", reasons.join("; "));
    },
  };
}

async function readBody(message: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = () => new HttpError(413, "too_large", `A body may be ${maxBytes} bytes at most.`);
  if (Number(message.headers["content-length"] ?? 0) > maxBytes) throw tooLarge();
  const parts: Buffer[] = [];
  let bytes = 0;
  // `events`, not `for await`: leaving that early would destroy the socket before the 413 is written
  return new Promise((resolve, reject) => {
    message.on("data", (part: Buffer) => {
      bytes += part.length;
      if (bytes > maxBytes) {
        message.pause();
        reject(tooLarge());
      } else parts.push(part);
    });
    message.on("end", () => resolve(Buffer.concat(parts)));
    message.on("error", () => reject(new HttpError(400, "aborted", "The request broke off.")));
  });
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new HttpError(400, "bad_json", "The body is not JSON.");
  }
}
