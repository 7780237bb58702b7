// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { type TestContext, test } from "vitest";
import { z } from "zod";
import { TryAgainError } from "../process/errors.ts";
import { createLogger } from "../process/log.ts";
import { createMetrics } from "../process/metrics.ts";
import { createReadiness } from "../process/readiness.ts";
import { HttpError } from "./problem.ts";
import { BYTES, defineRoute, type Route } from "./route.ts";
import { createHttpServer, type HttpServerOptions } from "./server.ts";

const OK = { 200: { description: "Done." } };
const ROUTES: Route[] = [
  defineRoute({
    method: "GET",
    path: "/content/:id/chunks/:index",
    summary: "Names a chunk",
    cors: "*",
    answers: OK,
    handle: ({ params }) => ({ status: 200, body: params as object }),
  }),
  defineRoute({
    method: "POST",
    path: "/vouchers",
    summary: "Takes a voucher",
    cors: "*",
    body: z.object({ wei: z.string().transform(BigInt) }),
    answers: { 201: { description: "Taken.", body: z.object({ wei: z.string() }) } },
    handle: async ({ body }) => ({ status: 201, body: await body() }),
  }),
  defineRoute({
    method: "PUT",
    path: "/bytes",
    summary: "Gives bytes back",
    cors: "none",
    body: BYTES,
    answers: { 200: { description: "The bytes.", body: BYTES } },
    handle: async ({ body }) => ({ status: 200, body: await body() }),
  }),
  defineRoute({
    method: "GET",
    path: "/channels",
    summary: "Says what was asked for",
    cors: "*",
    query: z.object({ payer: z.string().regex(/^0x/), after: z.string().optional() }),
    answers: OK,
    handle: ({ query }) => ({ status: 200, body: query }),
  }),
  failing("/refuse", new HttpError(409, "closing", "The channel is closing.", { members: { accepted: 7n } })),
  failing("/break", new Error("secret detail")),
  failing("/later", new TryAgainError("The chain is away.")),
];

function failing(path: string, error: Error): Route {
  return defineRoute({
    method: "GET",
    path,
    summary: "Fails",
    cors: "*",
    answers: OK,
    handle() {
      throw error;
    },
  });
}

/** The same routes, through Hono and on the bare lane: nothing may differ. */
const LANES = [
  ["through Hono", ROUTES],
  ["on the bare lane", ROUTES.map((route) => ({ ...route, bare: true }))],
] as const;

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
  const v1 = `${server.url}/v1`;
  const json = { "content-type": "application/json" };
  const post = (body: string, headers: Record<string, string> = json) =>
    fetch(`${v1}/vouchers`, { method: "POST", body, headers });
  return { ...server, v1, readiness, post };
}

type Problem = { type: string; title: string; status: number; detail: string; code: string };

async function errorOf(response: Response): Promise<string> {
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  const { type, title, status, detail, code } = (await response.json()) as Problem;
  assert.equal(type, "about:blank");
  assert.equal(status, response.status);
  assert.ok(title && detail);
  return `${status} ${code}`;
}

/** Sends raw bytes, and returns the whole answer until the server hangs up. */
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

for (const [lane, routes] of LANES) {
  const setUpLane = (t: TestContext) => setUp(t, { routes });

  test(`paths that do not mean one thing only are refused, ${lane}`, async (t) => {
    const { port } = await setUpLane(t);
    for (const [path, status] of [
      ["/v1/content/a%2Fb/chunks/1", 400],
      ["/v1/content/a%5Cb/chunks/1", 400],
      ["/v1/content/%2e%2e/chunks/1", 400],
      ["/v1/content/../chunks/1", 400],
      ["/v1/content/%00/chunks/1", 400],
      ["/v1/content/%zz/chunks/1", 400],
      ["http://evil/v1/content/a/chunks/1", 400],
      ["/v1/content//chunks/1", 404],
      ["/v1/content/a/chunks/1/", 404],
      ["//v1/content/a/chunks/1", 404],
      ["/v1/nothing", 404],
      ["/content/a/chunks/1", 404],
      ["/", 404],
      ["/v1/content/a/chunks/1?x=..%2F", 200],
    ] as const) {
      const answer = await raw(port, `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
      assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `), path);
      if (status !== 200) assert.match(answer, /content-type: application\/problem\+json/i, path);
    }
  });

  test(`a query is read as its route declares it, ${lane}`, async (t) => {
    const { v1 } = await setUpLane(t);
    const ask = async (query: string) => (await fetch(`${v1}/channels${query}`)).json();
    // what a URL said is kept, for that URL alone
    for (const payer of ["0x1", "0x1", "0x2", "0x1"])
      assert.deepEqual(await ask(`?payer=${payer}`), { payer });
    assert.deepEqual(await ask("?after=a%20b&payer=0x1&other=2&payer=0x2"), { after: "a b", payer: "0x2" });
    for (const query of ["", "?", "?payer=1", "?payer=1", "?payer"]) {
      const { code, errors } = (await ask(query)) as { code: string; errors: { pointer: string }[] };
      assert.equal(code, "malformed", query);
      assert.equal(errors[0]?.pointer, "#/payer", query);
    }
  });

  test(`a wrong method gets 405 and the methods that are allowed, ${lane}`, async (t) => {
    const { v1 } = await setUpLane(t);
    const response = await fetch(`${v1}/vouchers`, { method: "DELETE" });
    assert.equal(await errorOf(response), "405 method_not_allowed");
    assert.equal(response.headers.get("allow"), "POST");
    const head = await fetch(`${v1}/vouchers`, { method: "HEAD" });
    assert.deepEqual([head.status, head.headers.get("allow")], [405, "POST"]);
    const post = await fetch(`${v1}/content/a/chunks/1`, { method: "POST" });
    assert.deepEqual([post.status, post.headers.get("allow")], [405, "GET, HEAD"]);
  });

  test(`HEAD is GET without the body, ${lane}`, async (t) => {
    const { v1, port } = await setUpLane(t);
    const [get, head] = await Promise.all(
      ["GET", "HEAD"].map((method) => fetch(`${v1}/content/a/chunks/1`, { method })),
    );
    assert.deepEqual([head!.status, await head!.text()], [200, ""]);
    for (const name of ["content-type", "content-length", "access-control-allow-origin"])
      assert.equal(head!.headers.get(name), get!.headers.get(name), name);
    const request = "HEAD /v1/refuse HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    assert.match(await raw(port, request), /^HTTP\/1.1 409 (?:[^\r]*\r\n)+\r\n$/);
  });

  test(`a body that is too large, of another type, not JSON or not as asked is refused with the reason, ${lane}`, async (t) => {
    const { post } = await setUpLane(t);
    assert.equal(await errorOf(await post("x".repeat(101))), "413 too_large");
    assert.equal(
      await errorOf(await post("{}", { "content-type": "text/plain" })),
      "415 unsupported_media_type",
    );
    assert.equal(await errorOf(await post("{")), "400 bad_json");
    const response = await post('{"wei":1}');
    assert.equal(response.status, 400);
    const problem = (await response.json()) as Problem & { errors: object[] };
    assert.match(problem.detail, /^wei: /);
    assert.equal(problem.code, "malformed");
    assert.deepEqual(problem.errors, [{ pointer: "#/wei", detail: problem.detail.slice("wei: ".length) }]);
  });

  test(`a body without a length is cut off where it gets too large, ${lane}`, async (t) => {
    const { port } = await setUpLane(t);
    const head = "PUT /v1/bytes HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
    const answer = await raw(port, `${head}c8\r\n${"x".repeat(200)}\r\n`);
    assert.match(answer, /^HTTP\/1.1 413 /);
    assert.match(answer, /connection: close/i);
  });

  test(`a page of another origin may ask first, and read every answer of a public route, refusals too, ${lane}`, async (t) => {
    const { v1 } = await setUpLane(t);
    const asked = await fetch(`${v1}/vouchers`, { method: "OPTIONS" });
    assert.equal(asked.status, 204);
    assert.equal(asked.headers.get("access-control-allow-methods"), "POST");
    assert.match(asked.headers.get("access-control-allow-headers")!, /^content-type,.* range/);
    const refused = await fetch(`${v1}/refuse`);
    assert.equal(refused.headers.get("access-control-allow-origin"), "*");
    assert.equal((await fetch(`${v1}/nothing`, { method: "OPTIONS" })).status, 404);
  });

  test(`a page of another origin may read nothing of a route without CORS, ${lane}`, async (t) => {
    const { v1 } = await setUpLane(t);
    for (const [method, status] of [
      ["PUT", 200],
      ["OPTIONS", 204],
      ["GET", 405],
    ] as const) {
      const answer = await fetch(`${v1}/bytes`, { method });
      assert.equal(answer.status, status);
      const named = [...answer.headers.keys()].filter((name) => name.startsWith("access-control-"));
      assert.deepEqual(named, [], method);
    }
  });

  test(`a handler's errors become problems, and an unexpected one shows nothing of its inside, ${lane}`, async (t) => {
    const { v1 } = await setUpLane(t);
    assert.equal(await errorOf(await fetch(`${v1}/refuse`)), "409 closing");
    assert.equal(await errorOf(await fetch(`${v1}/later`)), "503 try_again");
    const response = await fetch(`${v1}/break`);
    assert.equal(response.status, 500);
    assert.doesNotMatch(await response.text(), /secret detail/);
    assert.deepEqual(await (await fetch(`${v1}/refuse`)).json(), {
      type: "about:blank",
      title: "Conflict",
      status: 409,
      detail: "The channel is closing.",
      code: "closing",
      accepted: "7",
    });
  });

  test(`parameters are decoded, JSON is checked, bytes and amounts come back whole, ${lane}`, async (t) => {
    const { v1, post } = await setUpLane(t);
    const chunk = await fetch(`${v1}/content/a%20b/chunks/7?x=1`);
    assert.deepEqual(await chunk.json(), { id: "a b", index: "7" });
    const voucher = await post('{"wei":"1000000000000000001"}', {
      "content-type": "application/json; charset=utf-8",
    });
    assert.equal(voucher.status, 201);
    assert.deepEqual(await voucher.json(), { wei: "1000000000000000001" });
    const bytes = await fetch(`${v1}/bytes`, { method: "PUT", body: Buffer.from([0, 255, 1]) });
    assert.deepEqual([...new Uint8Array(await bytes.arrayBuffer())], [0, 255, 1]);
  });

  test(`close waits for the answer under way, and not for the client to hang up, ${lane}`, async (t) => {
    const asked = Promise.withResolvers<void>();
    const slow = defineRoute({
      method: "GET",
      path: "/slow",
      summary: "Takes its time",
      cors: "*",
      answers: OK,
      bare: routes[0]!.bare,
      async handle() {
        asked.resolve();
        await pause(200);
        return { status: 200, body: "done" };
      },
    });
    const { v1, close } = await setUp(t, { routes: [slow] });
    const answer = fetch(`${v1}/slow`);
    await asked.promise;
    await close();
    assert.equal((await answer).headers.get("connection"), "close");
    assert.equal(await (await answer).text(), "done");
    await assert.rejects(fetch(`${v1}/slow`));
  });

  test(`metrics count by route and not by path, ${lane}`, async (t) => {
    const { url, v1 } = await setUpLane(t);
    for (const path of ["/content/a/chunks/1", "/content/b/chunks/2", "/scan/me"]) await fetch(v1 + path);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const count = (route: string, status: number) =>
      `tributary_http_request_seconds_count{role="test",route="${route}",status="${status}"}`;
    assert.ok(metrics.includes(`${count("unmatched", 404)} 1`));
    assert.ok(metrics.includes(`${count("/v1/content/:id/chunks/:index", 200)} 2`));
    assert.doesNotMatch(metrics, /scan/);
  });
}

test("A6: a client that is slow with its headers, its body or its next request is hung up on", async (t) => {
  const { port } = await setUp(t, { timeoutsMs: { headers: 100, request: 200, idle: 100 } });
  const answers = await Promise.all([
    raw(port, "GET /health HTTP/1.1\r\nhost: x\r\n"),
    raw(port, "PUT /v1/bytes HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc"),
    raw(port, "GET /health HTTP/1.1\r\nhost: x\r\n\r\n"),
  ]);
  assert.match(answers[0], /^HTTP\/1.1 408 /);
  assert.doesNotMatch(answers[1], /200 OK/);
  assert.match(answers[2], /^HTTP\/1.1 200 /);
});

test("A6: a header without end, and thousands of them, are cut off; bytes that claim to be packed are not unpacked", async (t) => {
  const { port, v1 } = await setUp(t);
  const head = "GET /health HTTP/1.1\r\nhost: x\r\n";
  for (const headers of [`x: ${"a".repeat(20_000)}`, Array(3_000).fill("x: 1234").join("\r\n")])
    assert.match(await raw(port, `${head}${headers}\r\n\r\n`), /^HTTP\/1.1 431 /);
  assert.match(await raw(port, `GET /${"a".repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`), /^HTTP\/1.1 431 /);
  const bomb = gzipSync(Buffer.alloc(10_000));
  assert.ok(bomb.length < 100);
  const answer = await fetch(`${v1}/bytes`, {
    ...{ method: "PUT", body: bomb, headers: { "content-encoding": "gzip" } },
  });
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), bomb);
});

test("a host that is none is refused, and HTTP/1.0 needs none", async (t) => {
  const { port } = await setUp(t);
  const answer = await raw(port, "GET /health HTTP/1.1\r\nhost: a b\r\nconnection: close\r\n\r\n");
  assert.match(answer, /^HTTP\/1.1 400 .*"code":"bad_host"/s);
  assert.match(await raw(port, "GET /health HTTP/1.0\r\n\r\n"), /^HTTP\/1.1 200 /);
});

test("a busy port is a UserError that names it", async (t) => {
  const { port } = await setUp(t);
  await assert.rejects(setUp(t, { port }), {
    name: "UserError",
    message: `Port ${port} is in use by another program.`,
  });
});

test("routes learn the real port, and leave it free where they cannot be made", async (t) => {
  const ports: number[] = [];
  const routes = (port: number) => {
    ports.push(port);
    throw new Error("no such folder");
  };
  await assert.rejects(setUp(t, { port: 0, routes }), /no such folder/);
  const { port } = await setUp(t, { port: ports[0]! });
  assert.equal(port, ports[0]);
});

test("/health is alive, and /ready gives reasons", async (t) => {
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
});

test("connections leave HTTP at one path alone, and end with the server", async (t) => {
  const left: string[] = [];
  const open = new Set<{ destroy(): void }>();
  const server = await createHttpServer({
    ...{ host: "127.0.0.1", port: 0, routes: ROUTES, metrics: createMetrics("test") },
    ...{ readiness: createReadiness(), log: createLogger("test", "silent") },
    sockets: {
      path: "/v1/sockets",
      upgrade(request, socket) {
        left.push(request.url!);
        open.add(socket);
        socket.write("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: test\r\n\r\n");
      },
      close: () => open.forEach((socket) => void socket.destroy()),
    },
  });
  async function upgrade(path: string) {
    const socket = connect(server.port, "127.0.0.1");
    t.onTestFinished(() => void socket.destroy());
    socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: test\r\n\r\n`);
    const [answer] = (await once(socket, "data")) as [Buffer];
    return { socket, status: Number(answer.toString().split(" ")[1]) };
  }
  assert.equal((await upgrade("/v1/vouchers")).status, 404);
  assert.equal((await upgrade("/v1/sockets?x=1")).status, 404);
  const { socket, status } = await upgrade("/v1/sockets");
  assert.equal(status, 101);
  assert.deepEqual(left, ["/v1/sockets"]);
  const closed = once(socket, "close");
  await server.close();
  await closed;
});
