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
export type Route<Params extends z.ZodType = z.ZodType, Body extends BodySchema = BodySchema> = {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** Segments; `:name` takes any one segment: `/content/:id/chunks/:index`. */
  path: string;
  summary: string;
  /** The pages that may read the answers: `*` for answers that no sign-in guards, `none` for the rest. */
  cors: "*" | "none";
  /** An object schema for the path's named segments, decoded. */
  params?: Params;
  body?: Body;
  /** The good answers, by status; refusals are problem details everywhere. */
  answers: Record<number, RouteAnswer>;
  /** Answered on bare node:http, in front of Hono: see bareLane.ts. */
  bare?: boolean;
  handle(request: HttpRequest<Params, Body>): HttpResponse | Promise<HttpResponse>;
};

export type RouteAnswer = {
  description: string;
  body?: BodySchema;
  /** The meaning of each header. */
  headers?: Record<string, string>;
};

export type HttpRequest<Params extends z.ZodType, Body extends BodySchema> = {
  method: string;
  params: z.output<Params>;
  headers: IncomingHttpHeaders;
  /** The body as the route declares it. Throws an HttpError: 415, 413, or 400 with the reasons. */
  body(): Promise<Body extends z.ZodType ? z.output<Body> : Buffer>;
};

export type HttpResponse = {
  status: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON, with amounts (bigint) as decimal texts; a Buffer as bytes; a string as plain text. */
  body?: object | Buffer | string;
};

/** Declares a route, with the types of its handler taken from its schemas. */
export function defineRoute<Params extends z.ZodType, Body extends BodySchema>(
  route: Route<Params, Body>,
): Route {
  return route;
}
