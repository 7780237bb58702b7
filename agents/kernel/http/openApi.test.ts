// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { z } from "zod";
import { openApiDocument } from "./openApi.ts";
import { BYTES, defineRoute } from "./route.ts";

const voucher = z.object({
  wei: z
    .string()
    .regex(/^[0-9]+$/)
    .transform(BigInt),
  note: z.string().optional(),
});
const put = defineRoute({
  method: "PUT",
  path: "/v1/works/:id/chunks/:index",
  summary: "Takes a chunk",
  cors: "*",
  params: z.object({ id: z.string().meta({ pattern: "^0x" }).transform(String), index: z.string() }),
  body: BYTES,
  answers: { 201: { description: "Taken." } },
  handle: () => ({ status: 201 }),
});
const get = defineRoute({
  method: "GET",
  path: "/v1/works/:id/chunks/:index",
  summary: "A chunk",
  cors: "*",
  answers: { 200: { description: "The chunk.", body: BYTES, headers: { "x-proof": "The proof" } } },
  handle: () => ({ status: 200 }),
});
const post = defineRoute({
  method: "POST",
  path: "/v1/vouchers",
  summary: "Takes a voucher",
  cors: "*",
  body: voucher,
  answers: { 200: { description: "Taken.", body: z.object({ accepted: z.string() }) } },
  handle: () => ({ status: 200 }),
});

test("a query's names become parameters, those that a request may leave out too", () => {
  const query = z.object({ payer: z.string().meta({ pattern: "^0x" }), after: z.string().optional() });
  const path = "/v1/channels/:id";
  const { paths } = openApiDocument("test", [defineRoute({ ...get, path, query })]) as {
    paths: Record<string, { get: { parameters: object } }>;
  };
  const text = { type: "string" };
  assert.deepEqual(paths["/v1/channels/{id}"]?.get.parameters, [
    { name: "id", in: "path", required: true, schema: text },
    { name: "payer", in: "query", required: true, schema: { ...text, pattern: "^0x" } },
    { name: "after", in: "query", required: false, schema: text },
  ]);
});

test("routes become paths, parameters, bodies, answers and problems", () => {
  const { paths, ...rest } = openApiDocument("test", [put, get, post]) as { paths: Record<string, unknown> };
  const problem = {
    description: "A refusal, or a failure.",
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
  const bytes = { content: { "application/octet-stream": {} } };
  const parameter = (name: string, schema: object) => ({ name, in: "path", required: true, schema });
  const text = { type: "string" };
  assert.deepEqual(paths, {
    "/v1/works/{id}/chunks/{index}": {
      put: {
        summary: "Takes a chunk",
        parameters: [parameter("id", { ...text, pattern: "^0x" }), parameter("index", text)],
        requestBody: { required: true, ...bytes },
        responses: { 201: { description: "Taken." }, default: problem },
      },
      get: {
        summary: "A chunk",
        parameters: [parameter("id", text), parameter("index", text)],
        responses: {
          200: {
            description: "The chunk.",
            headers: { "x-proof": { description: "The proof", schema: text } },
            ...bytes,
          },
          default: problem,
        },
      },
    },
    "/v1/vouchers": {
      post: {
        summary: "Takes a voucher",
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: {
                type: "object",
                properties: { wei: { ...text, pattern: "^[0-9]+$" }, note: text },
                required: ["wei"],
              },
            },
          },
        },
        responses: {
          200: {
            description: "Taken.",
            content: {
              "application/json": {
                schema: { type: "object", properties: { accepted: text }, required: ["accepted"] },
              },
            },
          },
          default: problem,
        },
      },
    },
  });
  assert.deepEqual(Object.keys(rest), ["openapi", "info", "servers", "components"]);
});
