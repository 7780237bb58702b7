// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import type { Route } from "../http/route.ts";
import { createHttpServer } from "../http/server.ts";
import { createLogger } from "../process/log.ts";
import { createMetrics } from "../process/metrics.ts";
import { createReadiness } from "../process/readiness.ts";

type Operation = {
  summary: string;
  parameters?: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: { content: object };
  responses: Record<string, { description: string }>;
};

/** Serves `routes`, asserts that their OpenAPI document is sound, and returns its operations: `GET /v1/works/{id}`. */
export async function readOpenApi(routes: readonly Route[]): Promise<string[]> {
  const [metrics, readiness] = [createMetrics("test"), createReadiness()];
  const log = createLogger("test", "silent");
  const server = await createHttpServer({ host: "127.0.0.1", port: 0, routes, metrics, readiness, log });
  try {
    const response = await fetch(`${server.url}/v1/openapi.json`);
    assert.equal(response.headers.get("content-type"), "application/json");
    return checkDocument(await response.text());
  } finally {
    await server.close();
  }
}

function checkDocument(text: string): string[] {
  const { openapi, info, paths, components } = JSON.parse(text);
  assert.match(openapi, /^3\.1\.\d$/);
  assert.ok(info.title && info.version);
  for (const [, name = ""] of text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g))
    assert.ok(components.schemas[name], `${name} is referred to, and not there`);
  return Object.entries<Record<string, Operation>>(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => {
      const name = `${method.toUpperCase()} ${path}`;
      checkOperation(name, path, operation);
      return name;
    }),
  );
}

function checkOperation(
  name: string,
  path: string,
  { summary, parameters = [], responses }: Operation,
): void {
  assert.ok(summary, name);
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
  const inPath = parameters.filter((parameter) => parameter.in === "path");
  assert.deepEqual(
    inPath.map((parameter) => parameter.name),
    named,
    name,
  );
  for (const parameter of parameters)
    assert.ok((parameter.in === "query" || parameter.required) && parameter.schema);
  assert.ok(
    Object.keys(responses).some((status) => /^[2-5]\d\d$/.test(status)),
    name,
  );
  for (const { description } of Object.values(responses)) assert.ok(description, name);
}

/** The operations of every node. */
export const KERNEL_OPERATIONS = ["GET /health", "GET /ready", "GET /metrics", "GET /v1/openapi.json"];
