// SPDX-License-Identifier: GPL-3.0-or-later
import { z } from "zod";
import { problemSchema } from "./problem.ts";
import { BYTES, defineRoute, type Route, type RouteAnswer } from "./route.ts";

/** The route that serves the OpenAPI document of `routes`, itself included. */
export function openApiRoute(role: string, path: string, routes: readonly Route[]): Route {
  const route = defineRoute({
    method: "GET",
    path,
    summary: "This document",
    cors: "*",
    answers: { 200: { description: "OpenAPI 3.1." } },
    handle() {
      document ??= openApiDocument(role, [...routes, route]);
      return { status: 200, body: document };
    },
  });
  let document: object | undefined;
  return route;
}

/** The OpenAPI 3.1 document of `routes`. */
export function openApiDocument(role: string, routes: readonly Route[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: "3.1.0",
    info: { title: `Tributary ${role}`, version: "1" },
    // relative to the document, so that the document holds behind a path prefix
    servers: [{ url: ".." }],
    paths,
    components: { schemas: { Problem: jsonSchema(problemSchema) } },
  };
}

function operationOf({ path, summary, params, query, body, answers }: Route): object {
  const schemas = params && (jsonSchema(params).properties as Record<string, object>);
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: schemas?.[name] ?? { type: "string" },
  }));
  const parameters = [...inPath, ...(query ? inQuery(query) : [])];
  const responses = Object.entries(answers).map(([status, answer]) => [status, responseOf(answer)]);
  return {
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: contentOf(body) } }),
    responses: { ...Object.fromEntries(responses), default: REFUSAL },
  };
}

function inQuery(query: z.ZodType): object[] {
  const { properties = {}, required = [] } = jsonSchema(query) as {
    properties?: Record<string, object>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    ...{ name, in: "query", required: required.includes(name), schema },
  }));
}

const REFUSAL = {
  description: "A refusal, or a failure.",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

function responseOf({ description, body, headers }: RouteAnswer): object {
  const described = Object.entries(headers ?? {}).map(([name, words]) => [
    name,
    { description: words, schema: { type: "string" } },
  ]);
  return {
    description,
    ...(headers && { headers: Object.fromEntries(described) }),
    ...(body && { content: contentOf(body) }),
  };
}

function contentOf(body: NonNullable<Route["body"]>): object {
  if (body === BYTES) return { "application/octet-stream": {} };
  return { "application/json": { schema: jsonSchema(body) } };
}

function jsonSchema(schema: z.ZodType): Record<string, unknown> {
  // inputs are text, whatever the schema makes of them; a custom check describes its text by `.meta`
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return rest;
}
