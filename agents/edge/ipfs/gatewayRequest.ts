// SPDX-License-Identifier: GPL-3.0-or-later
// What a request to a trustless gateway asks for: specs.ipfs.tech/http-gateways/trustless-gateway, without names and paths.
import { HttpError } from "../../kernel/http/problem.ts";

export const RAW_TYPE = "application/vnd.ipld.raw";
export const CAR_TYPE = "application/vnd.ipld.car";

/** Bytes of a file, both included; below 0 from its end. `to` is undefined for the end of the file. */
export type EntityBytes = { from: number; to: number | undefined };

export type GatewayRequest =
  | { format: "raw" }
  | { format: "car"; scope: "block" | "entity" | "all"; bytes?: EntityBytes; hasDuplicates: boolean };

type Query = Record<string, string | undefined>;

/** Reads the query and the `Accept` of a request. Throws an HttpError: 400 for what is malformed or missing, 406 for what is not served. */
export function parseGatewayRequest(query: Query, accept: string | undefined): GatewayRequest {
  const [type, parameters] =
    query.format === undefined ? acceptedType(accept) : [typeOf(query.format), parametersIn(accept)];
  if (type === RAW_TYPE) return { format: "raw" };
  // a value in the URL beats the one of the header
  const value = (name: string) => query[`car-${name}`] ?? parameters[name];
  if ((value("version") ?? "1") !== "1") throw notServed("a CAR of another version than 1");
  if (!["dfs", "unk", undefined].includes(value("order"))) throw notServed("a CAR in another order than dfs");
  const dups = value("dups") ?? "n";
  if (dups !== "y" && dups !== "n") throw malformed("dups is y or n");
  const range = query["entity-bytes"];
  const scope = query["dag-scope"] ?? (range === undefined ? "all" : "entity");
  if (scope !== "block" && scope !== "entity" && scope !== "all")
    throw malformed("dag-scope is block, entity or all");
  const bytes = range === undefined ? undefined : parseEntityBytes(range);
  return { format: "car", scope, hasDuplicates: dups === "y", ...(bytes && { bytes }) };
}

function typeOf(format: string): string {
  if (format === "raw") return RAW_TYPE;
  if (format === "car") return CAR_TYPE;
  throw malformed("format is raw or car");
}

/** The first type in an `Accept` that is served, with its parameters. */
function acceptedType(accept: string | undefined): [type: string, parameters: Query] {
  if (accept === undefined || accept.trim() === "*/*") throw malformed("add ?format=raw or ?format=car");
  for (const each of accept.split(",")) {
    const [type, parameters] = parseType(each);
    if (type === RAW_TYPE || type === CAR_TYPE) return [type, parameters];
  }
  throw notServed("other types than a raw block and a CAR: only the client can verify");
}

/** The parameters of the CAR type in an `Accept`, where there is one. */
function parametersIn(accept = ""): Query {
  return (
    accept
      .split(",")
      .map(parseType)
      .find(([type]) => type === CAR_TYPE)?.[1] ?? {}
  );
}

function parseType(text: string): [type: string, parameters: Query] {
  const [type = "", ...rest] = text.split(";").map((part) => part.trim().toLowerCase());
  return [type, Object.fromEntries(rest.map((part) => part.split("=", 2)))];
}

function parseEntityBytes(text: string): EntityBytes {
  const [, from, to] = /^(-?\d{1,15}):(-?\d{1,15}|\*)$/.exec(text) ?? [];
  if (from === undefined || to === undefined)
    throw malformed("entity-bytes is from:to, in bytes, below 0 from the end, * for the end");
  return { from: Number(from), to: to === "*" ? undefined : Number(to) };
}

/**
 * The bytes of a file of `size` bytes that are asked for, `end` not included; undefined for none, as where the end is before the
 * beginning. Throws an HttpError, 400, for what lies outside of the file.
 */
export function resolveBytes(
  { from, to }: EntityBytes,
  size: number,
): { start: number; end: number } | undefined {
  const at = (position: number) => (position < 0 ? size + position : position);
  const [first, last] = [at(from), to === undefined ? size - 1 : at(to)];
  if (first >= size || last < 0) throw malformed(`the file has ${size} bytes`);
  const [start, end] = [Math.max(0, first), Math.min(size, last + 1)];
  return start < end ? { start, end } : undefined;
}

const malformed = (how: string) =>
  new HttpError(400, "bad_gateway_request", `The request is not one of a trustless gateway: ${how}.`);
const notServed = (what: string) =>
  new HttpError(406, "not_acceptable", `This gateway does not serve ${what}.`);
