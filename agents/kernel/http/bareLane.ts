// SPDX-License-Identifier: GPL-3.0-or-later
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer, Encoded } from "./answer.ts";
import type { Route } from "./route.ts";
import { readRequest } from "./validate.ts";

// FIGURE

/** Answers requests of `bare` routes; false when the request is for Hono. */
export type BareLane = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

export function createBareLane(routes: readonly Route[], answer: Answer, maxBodyBytes: number): BareLane {
  const lanes = routes
    .filter((route) => route.bare)
    .map((route) => ({
      route,
      names: [...route.path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name),
      pattern: new RegExp(`^${route.path.replaceAll(/:\w+/g, "([^/?]+)")}(?:\\?|$)`),
    }));

  return (incoming, outgoing) => {
    const { method, url = "" } = incoming;
    for (const { route, names, pattern } of lanes) {
      if (method !== route.method && !(method === "HEAD" && route.method === "GET")) continue;
      const match = pattern.exec(url);
      if (!match) continue;
      const params: Record<string, string> = {};
      for (const [at, name] of names.entries()) params[name] = decodeURIComponent(match[at + 1] as string);
      const respond = () => route.handle(readRequest(route, params, incoming, maxBodyBytes));
      void answer(incoming, route, respond).then((encoded) => writeBare(outgoing, encoded));
      return true;
    }
    return false;
  };
}

export function writeBare(outgoing: ServerResponse, { status, headers, body }: Encoded): void {
  outgoing.writeHead(status, headers).end(body);
}
