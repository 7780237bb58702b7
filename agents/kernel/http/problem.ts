// SPDX-License-Identifier: GPL-3.0-or-later
import { STATUS_CODES } from "node:http";
import { z } from "zod";
import { describeError, TryAgainError } from "../process/errors.ts";
import type { HttpResponse } from "./route.ts";

type Details = {
  headers?: Record<string, string>;
  /** Further members of the problem. */
  members?: Record<string, unknown>;
};

/** Refuses a request: the client gets problem details (RFC 9457), with `code` beside them. */
export class HttpError extends Error {
  override name = "HttpError";
  readonly status: number;
  readonly code: string;
  readonly details: Details;

  constructor(status: number, code: string, message: string, details: Details = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** The body of every refusal, for the OpenAPI document. */
export const problemSchema = z.looseObject({
  type: z.literal("about:blank"),
  title: z.string().describe("The status in words"),
  status: z.int(),
  detail: z.string().describe("What happened, and what to do"),
  code: z.string().describe("The reason, for programs"),
});

/** Turns an error into an answer. Clients see the words of an HttpError or a TryAgainError; others go to the log only. */
export function problemOf(error: unknown): HttpResponse {
  const { status, code, message, details } = asHttpError(error);
  const title = STATUS_CODES[status] ?? "Refused";
  return {
    status,
    // what is refused now may be served in a moment, and some caches keep a 404
    headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...details.headers },
    body: { type: "about:blank", title, status, detail: message, code, ...details.members },
  };
}

function asHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  if (error instanceof TryAgainError) return new HttpError(503, "try_again", describeError(error));
  return new HttpError(500, "internal", "The node failed to answer. Try again; the node's log says why.");
}
