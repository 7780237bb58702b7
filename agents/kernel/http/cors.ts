// SPDX-License-Identifier: GPL-3.0-or-later
import type { HttpResponse, Route } from "./route.ts";

type Headers = Record<string, string>;

/** The headers by which a browser decides whether a page of `origin` may read an answer. */
export function corsHeaders(cors: Route["cors"], origin: string | undefined): Headers {
  if (cors === "none") return {};
  if (cors === "*") return { "access-control-allow-origin": "*", "access-control-expose-headers": "*" };
  // an answer to one page may not be served to another out of a cache
  const vary = { vary: "origin" };
  if (origin === undefined || !cors.includes(origin)) return vary;
  return {
    ...vary,
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    // with credentials a star is no wildcard
    "access-control-expose-headers": "dpop-nonce, retry-after, www-authenticate",
  };
}

/** The answer to a browser's preflight, before a page of another origin may send more than a plain GET. */
export function preflight(allow: string, cors: Route["cors"]): HttpResponse {
  if (cors === "none") return { status: 204, headers: { allow } };
  const headers =
    cors === "*"
      ? "content-type, if-none-match, if-range, range, authorization, dpop"
      : "authorization, content-type, dpop";
  return {
    status: 204,
    headers: {
      allow,
      "access-control-allow-methods": allow,
      "access-control-allow-headers": headers,
      "access-control-max-age": "86400",
    },
  };
}
