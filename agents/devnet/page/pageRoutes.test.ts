// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { type TestContext, test } from "vitest";
import { artefactsOf } from "../../../circuits/instances.ts";
import type { DeploymentBody } from "../routes.ts";
import { startDevnetServer } from "../server.ts";
import { policyOf } from "./pageRoutes.ts";

const FILES = new Map([
  ["/index.html", Buffer.from("<!doctype html>")],
  ["/assets/main-abc.js", Buffer.from("1")],
  ["/assets/main-abc.js.br", brotliCompressSync("1")],
  ["/assets/main-abc.js.gz", gzipSync("1")],
  ["/assets/proving.worker-abc.js", Buffer.from("2")],
]);
const deployment = {
  rpcUrl: "http://127.0.0.1:8545",
  urls: {
    sequencer: "http://127.0.0.1:1/prefix",
    prover: "http://127.0.0.1:2",
    watchtower: "http://127.0.0.1:2",
    faucet: "http://127.0.0.1:3",
    signin: "http://localhost:7",
    edges: ["https://edge.example/a", "http://127.0.0.1:5"],
    mirrors: ["https://cdn.example/works"],
  },
} as DeploymentBody;

async function serve(t: TestContext, files = FILES) {
  const server = await startDevnetServer(0, undefined, () => files);
  t.onTestFinished(() => server.close());
  return (path: string, headers: Record<string, string> = {}) => fetch(`${server.url}${path}`, { headers });
}

test("the page connects to its own server and to the deployment's nodes, and may do nothing unsafe", () => {
  const policy = policyOf(deployment);
  assert.match(
    policy,
    /; connect-src 'self' http:\/\/127\.0\.0\.1:8545 http:\/\/127\.0\.0\.1:1 http:\/\/127\.0\.0\.1:2 http:\/\/127\.0\.0\.1:3 https:\/\/edge\.example http:\/\/127\.0\.0\.1:5 https:\/\/cdn\.example http:\/\/localhost:7 wss:\/\/edge\.example ws:\/\/127\.0\.0\.1:5;/,
  );
  assert.match(policyOf(undefined), /; connect-src 'self';/);
  for (const one of [policy, policyOf(undefined)]) {
    assert.match(one, /^default-src 'self'; /);
    assert.doesNotMatch(one, /unsafe|\*|script-src|style-src/);
  }
});

test("each of the page's addresses answers its document, and a file is kept for ever", async (t) => {
  const get = await serve(t);
  for (const path of ["/", `/watch/0x${"ab".repeat(32)}`, "/studio", "/account", "/?a=1"]) {
    const answer = await get(path);
    assert.equal(await answer.text(), "<!doctype html>", path);
    assert.equal(answer.headers.get("content-type"), "text/html; charset=utf-8");
    assert.equal(answer.headers.get("content-security-policy"), policyOf(undefined));
    assert.equal(answer.headers.get("cache-control"), "no-cache");
  }
  const file = await get("/assets/main-abc.js");
  assert.deepEqual(
    [await file.text(), file.headers.get("content-type")],
    ["1", "text/javascript; charset=utf-8"],
  );
  assert.match(file.headers.get("cache-control")!, /immutable/);
});

test("a file is sent compressed to whoever takes that, and caches are told", async (t) => {
  const get = await serve(t);
  for (const [accepted, encoding] of [
    ["gzip, br", "br"],
    ["gzip", "gzip"],
    ["identity", null],
  ] as const) {
    const { headers, ...file } = await get("/assets/main-abc.js", { "accept-encoding": accepted }).then(
      async (answer) => ({ headers: answer.headers, text: await answer.text() }),
    );
    assert.deepEqual(
      [file.text, headers.get("content-encoding"), headers.get("vary")],
      ["1", encoding, "accept-encoding"],
    );
  }
  // the document has no copies here: it is sent as it is
  assert.equal((await get("/", { "accept-encoding": "br" })).headers.get("content-encoding"), null);
});

test("WebAssembly runs in the thread that proves, and nowhere else", async (t) => {
  const get = await serve(t);
  const policyAt = async (path: string) => (await get(path)).headers.get("content-security-policy");
  assert.equal(await policyAt("/assets/main-abc.js"), "default-src 'none'");
  assert.equal(
    await policyAt("/assets/proving.worker-abc.js"),
    "default-src 'none'; script-src 'wasm-unsafe-eval'; connect-src 'self'",
  );
  const { wasm, provingKey } = artefactsOf("claim");
  for (const [name, file] of [
    ["claim.wasm", wasm],
    ["claim.zkey", provingKey],
  ] as const) {
    const answer = await get(`/circuits/${name}`);
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), readFileSync(file));
  }
  assert.equal((await get("/circuits/settle.zkey")).status, 404);
});

test("no other name is a file, and without a build there is no page", async (t) => {
  const get = await serve(t);
  for (const path of [
    "/assets/none.js",
    "/assets/index.html",
    "/index.html",
    "/assets/..%2findex.html",
    "/assets/main-abc.js.br",
    "/nowhere",
  ])
    assert.ok((await get(path)).status >= 400, path);
  assert.equal((await (await serve(t, new Map()))("/")).status, 404);
});
