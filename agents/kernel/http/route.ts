// SPDX-License-Identifier: GPL-3.0-or-later
import type { IncomingHttpHeaders } from "node:http";
import type { z } from "zod";

/** Marks a body of plain bytes, in place of a JSON schema. */
export const BYTES = "bytes";

type BodySchema = z.ZodType | typeof BYTES;

/**
 * One method of one path of a role's API, which the server puts under /v1. The schemas check requests; the OpenAPI
 * document is made from schemas and descriptions.
 */
export type Route<
  Params extends z.ZodType = z.ZodType,
  Body extends BodySchema = BodySchema,
  Query extends z.ZodType = z.ZodType,
> = {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** Segments; `:name` takes any one segment: `/content/:id/chunks/:index`. On the bare lane a segment may be `:first-:last`. */
  path: string;
  summary: string;
  /** The pages that may read the answers: `*` where no cookie says who asks; the origins that may with the person's cookies. */
  cors: "*" | "none" | readonly string[];
  /** An object schema for the path's named segments, decoded. */
  params?: Params;
  /** An object schema for what follows `?`; names that it does not know are passed over. */
  query?: Query;
  body?: Body;
  /** The good answers, by status; refusals are problem details everywhere. */
  answers: Record<number, RouteAnswer>;
  /** Answered on bare node:http, in front of Hono: see bareLane.ts. */
  bare?: boolean;
  handle(request: HttpRequest<Params, Body, Query>): HttpResponse | Promise<HttpResponse>;
};

export type RouteAnswer = {
  description: string;
  body?: BodySchema;
  /** The meaning of each header. */
  headers?: Record<string, string>;
};

export type HttpRequest<
  Params extends z.ZodType,
  Body extends BodySchema,
  Query extends z.ZodType = z.ZodType,
> = {
  method: string;
  /** As it was sent: path and query, encoded. */
  url: string;
  params: z.output<Params>;
  query: z.output<Query>;
  headers: IncomingHttpHeaders;
  /** Who holds the other end of the connection: a client, or a proxy. */
  remoteAddress: string;
  /** The body as the route declares it. Throws an HttpError: 415, 413, or 400 with the reasons. */
  body(): Promise<Body extends z.ZodType ? z.output<Body> : Buffer>;
};

export type HttpResponse = {
  status: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON, with amounts (bigint) as decimal texts; a Buffer as bytes; a string as plain text. */
  body?: object | Buffer | string | Parts;
  /** Called once the answer has left, or is given up. For the bare lane alone, like `Parts`. */
  release?: () => void;
};

/**
 * A body of `length` bytes, sent batch by batch: the next batch is asked for when the client has taken the one before. A batch
 * of no more than a MiB keeps what a slow client can hold small.
 */
export class Parts {
  readonly length: number;
  readonly batches: Iterable<readonly Uint8Array[]> | AsyncIterable<readonly Uint8Array[]>;

  constructor(length: number, batches: Parts["batches"]) {
    this.length = length;
    this.batches = batches;
  }
}

/** Declares a route, with the types of its handler taken from its schemas. */
export function defineRoute<Params extends z.ZodType, Body extends BodySchema, Query extends z.ZodType>(
  route: Route<Params, Body, Query>,
): Route {
  return route;
}
