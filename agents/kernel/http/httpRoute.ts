// SPDX-License-Identifier: GPL-3.0-or-later
import type { Route } from "./httpRequest.ts";
import { HttpError } from "./httpResponse.ts";

export type RouteMatch = { route: Route; params: Record<string, string>; query: URLSearchParams };

/** Finds the route of a raw request URL. Throws an HttpError: 400 for a bad path, 404, or 405 with what is allowed. */
export function matchRoute(routes: readonly Route[], method: string, url: string): RouteMatch {
  const [path = "", ...rest] = url.split("?");
  const segments = splitPath(path);
  const matches = routes.flatMap((route) => {
    const params = matchSegments(route.path.slice(1).split("/"), segments);
    return params ? [{ route, params }] : [];
  });
  if (matches.length === 0) throw new HttpError(404, "not_found", "There is nothing at this path.");
  const match = matches.find(({ route }) => route.method === method);
  if (match) return { ...match, query: new URLSearchParams(rest.join("?")) };
  const allowed = matches.map(({ route }) => route.method).join(", ");
  if (method === "OPTIONS")
    return { route: preflight(path, allowed), params: {}, query: new URLSearchParams() };
  throw new HttpError(405, "method_not_allowed", `This path takes ${allowed} only.`, { allow: allowed });
}

/** What a browser asks before a page of another origin may send more than a plain GET. */
function preflight(path: string, methods: string): Route {
  const headers = {
    "access-control-allow-methods": methods,
    "access-control-allow-headers": "content-type",
    "access-control-max-age": "86400",
  };
  return { method: "OPTIONS", path, handle: () => ({ status: 204, headers }) };
}

/** One name per segment: no encoded slash, no dots to climb with, no empty segment, so that a path means one thing. */
function splitPath(path: string): string[] {
  if (!path.startsWith("/")) throw badPath();
  return path
    .slice(1)
    .split("/")
    .map((raw) => {
      const segment = decode(raw);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
      if (segment === "." || segment === ".." || /[/\\\x00-\x1f\x7f]/.test(segment)) throw badPath();
      return segment;
    });
}

function decode(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    throw badPath();
  }
}

function matchSegments(
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? "";
    if (part.startsWith(":") && segment !== "") params[part.slice(1)] = segment;
    else if (part !== segment) return undefined;
  }
  return params;
}

const badPath = () => new HttpError(400, "bad_path", "The path is not well formed.");
