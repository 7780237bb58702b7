// SPDX-License-Identifier: GPL-3.0-or-later
import { METHODS } from "node:http";
import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { type Answer, UNMATCHED } from "./answer.ts";
import { preflight } from "./cors.ts";
import { HttpError } from "./problem.ts";
import { readRequest, readUrl } from "./readRequest.ts";
import { Parts, type Route } from "./route.ts";

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
      if (body instanceof Parts) throw new Error(`${route.path} answers in parts: it must be bare`);
      return new Response(body as Buffer<ArrayBuffer> | string | null, init);
    };

  // the bare lane answers its own before they come here
  for (const route of routes.filter(({ bare }) => !bare)) {
    app.on(
      route.method,
      route.path,
      handler(route, ({ req, env }) =>
        route.handle(
          readRequest(route, readUrl(route, req.param(), env.incoming.url ?? ""), env.incoming, maxBodyBytes),
        ),
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
  for (const { path: spelt, method, cors } of routes) {
    // for Hono a segment is one parameter: /chunks/:first-:last has the methods of /chunks/:index too
    const path = spelt.replaceAll(/:[^/]+/g, (_, at) => `:at${at}`);
    const { methods } = byPath.get(path) ?? { methods: [] };
    const added = [method, ...(method === "GET" ? ["HEAD"] : [])];
    byPath.set(path, { methods: [...new Set([...methods, ...added])], cors });
  }
  return byPath;
}
