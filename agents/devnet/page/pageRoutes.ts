// SPDX-License-Identifier: GPL-3.0-or-later
import type { IncomingHttpHeaders } from "node:http";
import { extname } from "node:path";
import { HttpError } from "../../kernel/http/problem.ts";
import { defineRoute, type HttpResponse, type Route } from "../../kernel/http/route.ts";
import type { DeploymentBody } from "../routes.ts";
import type { PageFiles } from "./buildPage.ts";
import { circuitRoutes } from "./circuitRoutes.ts";
import { encodingFor } from "./encodings.ts";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** The paths of the page's own addresses, all of which the same document answers. */
const ADDRESSES = ["/", "/watch/:contentId", "/studio", "/account"];

/**
 * The page's document and its files, out of memory: no name from a URL touches the disk.
 *
 * @param deployment What the page may connect to; undefined until the agents run.
 */
export function pageRoutes(files: () => PageFiles, deployment: () => DeploymentBody | undefined): Route[] {
  const document: Route["handle"] = ({ headers }) =>
    answer(files(), "/index.html", headers, { cacheControl: "no-cache", policy: policyOf(deployment()) });
  const route = (path: string, handle: Route["handle"]): Route =>
    defineRoute({
      ...{ method: "GET", path, summary: "The page", cors: "none", handle },
      answers: { 200: { description: "The page." } },
    });
  return [
    ...ADDRESSES.map((path) => route(path, document)),
    // a file's name holds its hash
    route("/assets/:name", ({ params, headers }) => {
      const { name } = params as { name: string };
      return answer(files(), `/assets/${name}`, headers, {
        cacheControl: "public, max-age=31536000, immutable",
        policy: /^proving\.worker-/.test(name) ? PROVING : STRICT,
      });
    }),
    ...circuitRoutes(),
  ];
}

function answer(
  files: PageFiles,
  path: string,
  { "accept-encoding": accepted }: IncomingHttpHeaders,
  { cacheControl, policy }: { cacheControl: string; policy: string },
): HttpResponse {
  const type = TYPES[extname(path)];
  const plain = files.get(path);
  // compressed copies stand beside the files, and have no address
  if (!plain || !type)
    throw new HttpError(404, "not_found", "The page has no such file. Load the page again.");
  const encoding = encodingFor(accepted);
  const smaller = encoding && files.get(path + encoding.ending);
  return {
    status: 200,
    body: smaller ?? plain,
    headers: {
      ...{ "content-type": type, vary: "accept-encoding" },
      ...(smaller && { "content-encoding": encoding.name }),
      "cache-control": cacheControl,
      "content-security-policy": policy,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
    },
  };
}

const STRICT = "default-src 'none'";
/** The one thread that runs WebAssembly: it proves shares, and can reach nothing but the page's own server. */
const PROVING = "default-src 'none'; script-src 'wasm-unsafe-eval'; connect-src 'self'";

/** The page runs its own scripts alone, and talks to the nodes of the deployment alone. Wallets bring their icons as data. */
export function policyOf(deployment: DeploymentBody | undefined): string {
  const { rpcUrl, urls } = deployment ?? {};
  const nodes = urls
    ? [
        rpcUrl!,
        urls.sequencer,
        urls.prover,
        urls.watchtower,
        urls.faucet,
        ...urls.edges,
        ...(urls.mirrors ?? []),
        ...(urls.keyholders ?? []),
        ...(urls.signin ? [urls.signin] : []),
      ]
    : [];
  const origins = [...new Set(nodes.map((url) => new URL(url).origin))];
  // an https source covers no wss one
  const meetings = (urls?.edges ?? []).map((url) => new URL(url).origin.replace(/^http/, "ws"));
  return [
    "default-src 'self'",
    "img-src 'self' data: blob:",
    "media-src blob:",
    ["connect-src 'self'", ...origins, ...new Set(meetings)].join(" "),
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
