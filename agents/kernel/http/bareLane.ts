// SPDX-License-Identifier: GPL-3.0-or-later
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "./answer.ts";
import { readRequest } from "./readRequest.ts";
import type { Route } from "./route.ts";
import { writeAnswer } from "./writeAnswer.ts";

// Routes marked `bare`, the edge's chunks, are answered in front of Hono: a core serves 5 to 9 % more chunks of 64 KiB this way.
// Measured in two runs by `npm run bench:http`, requests (MB) per second of a core: 47,251 (3,097) and 46,599 (3,054) here,
// 43,247 (2,834) and 44,201 (2,897) through Hono; 49,411 and 52,127 with node:http alone, without paths, metrics and problems.

/** Answers requests of `bare` routes; false when the request is for Hono. */
export type BareLane = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

export function createBareLane(
  routes: readonly Route[],
  answer: Answer,
  maxBodyBytes: number,
  takeMs: number,
): BareLane {
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
      void answer(incoming, route, respond)
        .then((encoded) => writeAnswer(outgoing, encoded, takeMs))
        .catch(() => outgoing.destroy());
      return true;
    }
    return false;
  };
}
