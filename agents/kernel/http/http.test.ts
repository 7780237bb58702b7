// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { type TestContext, test } from "vitest";
import { z } from "zod";
import { TryAgainError } from "../process/errors.ts";
import { createLogger } from "../process/log.ts";
import { createMetrics } from "../process/metrics.ts";
import { createReadiness } from "../process/readiness.ts";
import { createHttpServer, HttpError, type HttpServerOptions, type Route } from "./http.ts";

const ROUTES: Route[] = [
  {
    method: "GET",
    path: "/content/:id/chunks/:index",
    handle: ({ params }) => ({ status: 200, body: params }),
  },
  {
    method: "POST",
    path: "/vouchers",
    handle: async (request) => ({
      status: 201,
      body: await request.json(z.object({ wei: z.string().transform(BigInt) })),
    }),
  },
  { method: "PUT", path: "/bytes", handle: async (request) => ({ status: 200, body: await request.body() }) },
  {
    method: "GET",
    path: "/refuse",
    handle: () => {
      throw new HttpError(409, "closing", "The channel is closing.");
    },
  },
  {
    method: "GET",
    path: "/break",
    handle: () => {
      throw new Error("secret detail");
    },
  },
  {
    method: "GET",
    path: "/later",
    handle: () => {
      throw new TryAgainError("The chain is away.");
    },
  },
];

async function setUp(t: TestContext, options: Partial<HttpServerOptions> = {}) {
  const readiness = createReadiness();
  const server = await createHttpServer({
    host: "127.0.0.1",
    port: 0,
    routes: ROUTES,
    metrics: createMetrics("test"),
    readiness,
    log: createLogger("test", "silent"),
    maxBodyBytes: 100,
    ...options,
  });
  t.onTestFinished(() => server.close());
  const json = { "content-type": "application/json" };
  const post = (body: string, headers: Record<string, string> = json) =>
    fetch(`${server.url}/vouchers`, { method: "POST", body, headers });
  return { ...server, readiness, post };
}

async function errorOf(response: Response): Promise<string> {
  return `${response.status} ${((await response.json()) as { error: string }).error}`;
}

/** Sends raw bytes, and gives back all that comes until the server hangs up. */
async function raw(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let said = "";
  socket.on("data", (part) => {
    said += part;
  });
  socket.write(text);
  await once(socket, "close");
  return said;
}

test("paths that do not mean one thing only are refused", async (t) => {
  const { port } = await setUp(t);
  for (const [path, status] of [
    ["/content/a%2Fb/chunks/1", 400],
    ["/content/a%5Cb/chunks/1", 400],
    ["/content/%2e%2e/chunks/1", 400],
    ["/content/../chunks/1", 400],
    ["/content/%00/chunks/1", 400],
    ["/content/%zz/chunks/1", 400],
    ["http://evil/content/a/chunks/1", 400],
    ["/content//chunks/1", 404],
    ["/content/a/chunks/1/", 404],
    ["//content/a/chunks/1", 404],
    ["/nothing", 404],
  ] as const) {
    const answer = await raw(port, `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
    assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `), path);
  }
});

test("a wrong method gets 405 and what is allowed", async (t) => {
  const { url } = await setUp(t);
  const response = await fetch(`${url}/vouchers`, { method: "DELETE" });
  assert.equal(await errorOf(response), "405 method_not_allowed");
  assert.equal(response.headers.get("allow"), "POST");
});

test("bodies that are too large, of another type, not JSON or not as asked are refused with the reason", async (t) => {
  const { post } = await setUp(t);
  assert.equal(await errorOf(await post("x".repeat(101))), "413 too_large");
  assert.equal(
    await errorOf(await post("{}", { "content-type": "text/plain" })),
    "415 unsupported_media_type",
  );
  assert.equal(await errorOf(await post("{")), "400 bad_json");
  const response = await post('{"wei":1}');
  assert.equal(response.status, 400);
  assert.match(((await response.json()) as { message: string }).message, /^wei: /);
});

test("a body without a length is cut off where it gets too large", async (t) => {
  const { port } = await setUp(t);
  const head = "PUT /bytes HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
  const answer = await raw(port, `${head}c8\r\n${"x".repeat(200)}\r\n`);
  assert.match(answer, /^HTTP\/1.1 413 /);
  assert.match(answer, /connection: close/i);
});

test("a page of another origin may ask first, and read every answer, refusals too", async (t) => {
  const { url } = await setUp(t);
  const asked = await fetch(`${url}/vouchers`, { method: "OPTIONS" });
  assert.equal(asked.status, 204);
  assert.equal(asked.headers.get("access-control-allow-methods"), "POST");
  assert.equal(asked.headers.get("access-control-allow-headers"), "content-type");
  const refused = await fetch(`${url}/refuse`);
  assert.equal(refused.headers.get("access-control-allow-origin"), "*");
  assert.equal((await fetch(`${url}/nothing`, { method: "OPTIONS" })).status, 404);
});

test("a handler's errors become answers, and an unexpected one shows nothing of its inside", async (t) => {
  const { url } = await setUp(t);
  assert.equal(await errorOf(await fetch(`${url}/refuse`)), "409 closing");
  assert.equal(await errorOf(await fetch(`${url}/later`)), "503 try_again");
  const response = await fetch(`${url}/break`);
  assert.equal(response.status, 500);
  assert.doesNotMatch(await response.text(), /secret detail/);
});

test("a client that is slow with its headers, its body or its next request is hung up on", async (t) => {
  const { port } = await setUp(t, { timeoutsMs: { headers: 100, request: 200, idle: 100 } });
  const startMs = Date.now();
  const answers = await Promise.all([
    raw(port, "GET /health HTTP/1.1\r\nhost: x\r\n"),
    raw(port, "PUT /bytes HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc"),
    raw(port, "GET /health HTTP/1.1\r\nhost: x\r\n\r\n"),
  ]);
  assert.match(answers[0], /^HTTP\/1.1 408 /);
  assert.doesNotMatch(answers[1], /200 OK/);
  assert.match(answers[2], /^HTTP\/1.1 200 /);
  assert.ok(Date.now() - startMs < 5_000);
});

test("a busy port is a UserError that names it", async (t) => {
  const { port } = await setUp(t);
  await assert.rejects(setUp(t, { port }), {
    name: "UserError",
    message: `Port ${port} is in use by another program.`,
  });
});

test("close waits for the answer under way", async (t) => {
  const slow: Route = {
    method: "GET",
    path: "/slow",
    async handle() {
      await pause(200);
      return { status: 200, body: "done" };
    },
  };
  const { url, close } = await setUp(t, { routes: [slow] });
  const answer = fetch(`${url}/slow`);
  await pause(50);
  const startMs = Date.now();
  await close();
  assert.ok(Date.now() - startMs < 2_000, "it waits for the answer, and not for the client to hang up");
  assert.equal(await (await answer).text(), "done");
  await assert.rejects(fetch(`${url}/slow`));
});

test("parameters are decoded, JSON is checked, bytes and amounts come back whole", async (t) => {
  const { url, post } = await setUp(t);
  const chunk = await fetch(`${url}/content/a%20b/chunks/7?x=1`);
  assert.deepEqual(await chunk.json(), { id: "a b", index: "7" });
  const voucher = await post('{"wei":"1000000000000000001"}', {
    "content-type": "application/json; charset=utf-8",
  });
  assert.deepEqual(await voucher.json(), { wei: "1000000000000000001" });
  const bytes = await fetch(`${url}/bytes`, { method: "PUT", body: Buffer.from([0, 255, 1]) });
  assert.deepEqual([...new Uint8Array(await bytes.arrayBuffer())], [0, 255, 1]);
});

test("/health is alive, /ready gives reasons, /metrics counts by route and not by path", async (t) => {
  const { url, readiness } = await setUp(t);
  const check = readiness.check("chain");
  assert.equal((await fetch(`${url}/health`)).status, 200);
  check.fail("no answer");
  const notReady = await fetch(`${url}/ready`);
  assert.equal(notReady.status, 503);
  assert.deepEqual(await notReady.json(), {
    ready: false,
    checks: [{ name: "chain", ok: false, reason: "no answer" }],
  });
  check.ok();
  assert.equal((await fetch(`${url}/ready`)).status, 200);
  await fetch(`${url}/scan/me`);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  assert.match(
    metrics,
    /tributary_http_request_seconds_count\{role="test",route="unmatched",status="404"\} 1/,
  );
  assert.doesNotMatch(metrics, /scan/);
});
