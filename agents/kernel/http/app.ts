// SPDX-License-Identifier: GPL-3.0-or-later
import { METHODS } from "node:http";
import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { type Answer, UNMATCHED } from "./answer.ts";
import { HttpError } from "./problem.ts";
import { readRequest } from "./readRequest.ts";
import type { HttpResponse, Route } from "./route.ts";

type Env = { Bindings: HttpBindings };

/**
 * The Hono app that serves `routes`. Each path has exactly one handler for each method: Hono calls a lone handler
 * directly, and a chain of middleware through promises.
 */
export function createApp(routes: readonly Route[], answer: Answer, maxBodyBytes: number): Hono<Env> {
  const app = new Hono<Env>();

  /** Encodes answers by hand, since `c.body` copies headers into a Headers object that the adapter then unpacks. */
  const handler =
    (route: Pick<Route, "path" | "cors">, respond: (context: Context<Env>) => ReturnType<Route["handle"]>) =>
    async (context: Context<Env>) => {
      const { body, ...init } = await answer(context.env.incoming, route, () => respond(context));
      return new Response(body as Buffer<ArrayBuffer> | string | null, init);
    };

  for (const route of routes) {
    app.on(
      route.method,
      route.path,
      handler(route, ({ req, env }) =>
        route.handle(readRequest(route, req.param(), env.incoming, maxBodyBytes)),
      ),
    );
  }
  for (const [path, { methods, cors }] of methodsByPath(routes)) {
    const allow = methods.join(", ");
    app.options(
      path,
      handler({ path, cors }, () => preflight(allow, cors)),
    );
    const others = METHODS.filter((method) => method !== "OPTIONS" && !methods.includes(method));
    app.on(
      others,
      path,
      handler({ ...UNMATCHED, cors }, () => {
        const message = `This path takes ${allow} only.`;
        throw new HttpError(405, "method_not_allowed", message, { headers: { allow } });
      }),
    );
  }
  app.notFound(
    handler(UNMATCHED, () => {
      throw new HttpError(404, "not_found", "No such path. /v1/openapi.json lists the paths.");
    }),
  );
  return app;
}

function methodsByPath(routes: readonly Route[]) {
  const byPath = new Map<string, { methods: string[]; cors: Route["cors"] }>();
  for (const { path, method, cors } of routes) {
    const { methods } = byPath.get(path) ?? { methods: [] };
    byPath.set(path, { methods: [...methods, method, ...(method === "GET" ? ["HEAD"] : [])], cors });
  }
  return byPath;
}

/** The answer to a browser's preflight, before a page of another origin may send more than a plain GET. */
function preflight(allow: string, cors: Route["cors"]): HttpResponse {
  if (cors === "none") return { status: 204, headers: { allow } };
  return {
    status: 204,
    headers: {
      allow,
      "access-control-allow-methods": allow,
      "access-control-allow-headers": "content-type",
      "access-control-max-age": "86400",
    },
  };
}
