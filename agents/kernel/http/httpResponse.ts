// SPDX-License-Identifier: GPL-3.0-or-later
import type { IncomingMessage, ServerResponse } from "node:http";

export type HttpResponse = {
  status: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON, amounts (bigint) in it as decimal texts; a Buffer as bytes; a string as plain text. */
  body?: object | Buffer | string;
};

/** What a handler throws to refuse: the client gets `{ error: code, message }`. */
export class HttpError extends Error {
  override name = "HttpError";
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  response(): HttpResponse {
    return { status: this.status, headers: this.headers, body: { error: this.code, message: this.message } };
  }
}

export function writeResponse(
  request: IncomingMessage,
  response: ServerResponse,
  result: HttpResponse,
): void {
  const { type, bytes } = encodeBody(result.body);
  // a body we did not read would be taken for the next request
  const unread = !request.complete && result.status >= 400;
  response.writeHead(result.status, {
    ...(type && { "content-type": type }),
    "content-length": bytes.length,
    ...(unread && { connection: "close" }),
    // nothing here is kept behind a cookie, so any page may read it
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "*",
    ...result.headers,
  });
  response.end(bytes);
}

function encodeBody(body: HttpResponse["body"]): { type?: string; bytes: Buffer } {
  if (body === undefined) return { bytes: Buffer.alloc(0) };
  if (typeof body === "string") return { type: "text/plain; charset=utf-8", bytes: Buffer.from(body) };
  if (Buffer.isBuffer(body)) return { type: "application/octet-stream", bytes: body };
  const json = JSON.stringify(body, (_, value) => (typeof value === "bigint" ? value.toString() : value));
  return { type: "application/json", bytes: Buffer.from(json) };
}
