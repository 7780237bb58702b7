// SPDX-License-Identifier: GPL-3.0-or-later
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "./answer.ts";
import { readRequest, readUrl } from "./readRequest.ts";
import type { Route } from "./route.ts";
import { writeAnswer } from "./writeAnswer.ts";

// Routes marked `bare`, the edge's chunks, are answered in front of Hono: a core serves 5 to 9 % more chunks of 64 KiB this way.
// Measured in two runs by `npm run bench:http`, requests (MB) per second of a core: 47,251 (3,097) and 46,599 (3,054) here,
// 43,247 (2,834) and 44,201 (2,897) through Hono; 49,411 and 52,127 with node:http alone, without paths, metrics and problems.

/** What so many URLs said is kept for each route: the same ones come again and again. */
const MOST_KEPT = 4_096;
const LONGEST_KEPT = 256;

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
    .map((route) => {
      const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);
      const pattern = new RegExp(`^${route.path.replaceAll(/:\w+/g, "([^/?]+)")}(?:\\?|$)`);
      /** What the URL says to the route; undefined where the URL is another route's. */
      const readParams = (url: string) => {
        const match = pattern.exec(url);
        return (
          match &&
          Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(match[at + 1] as string)]))
        );
      };
      return { route, readParams, read: new Map<string, ReturnType<typeof readUrl>>() };
    });

  return (incoming, outgoing) => {
    const { method, url = "" } = incoming;
    for (const { route, readParams, read } of lanes) {
      if (method !== route.method && !(method === "HEAD" && route.method === "GET")) continue;
      const known = read.get(url);
      const params = known ? {} : readParams(url);
      if (!params) continue;
      const respond = () => {
        const said = known ?? readUrl(route, params, url);
        if (!known && url.length <= LONGEST_KEPT) keep(read, url, said);
        return route.handle(readRequest(route, said, incoming, maxBodyBytes));
      };
      void answer(incoming, route, respond)
        .then((encoded) => writeAnswer(outgoing, encoded, takeMs))
        .catch(() => outgoing.destroy());
      return true;
    }
    return false;
  };
}

function keep(read: Map<string, ReturnType<typeof readUrl>>, url: string, said: ReturnType<typeof readUrl>) {
  if (read.size >= MOST_KEPT) read.clear();
  read.set(url, said);
}
