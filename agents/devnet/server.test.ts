// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { type TestContext, test } from "vitest";
import { KERNEL_OPERATIONS, readOpenApi } from "../kernel/testing/readOpenApi.ts";
import { CONTRACT_NAMES } from "../sdk/contracts.generated.ts";
import { deployments } from "../sdk/deployment/deployments.generated.ts";
import { getDeployment } from "../sdk/deployment/getDeployment.ts";
import { type DeploymentBody, devnetRoutes } from "./routes.ts";
import { DEFAULT_HTTP_PORT, startDevnetServer } from "./server.ts";

const ADA = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const NODE = "http://127.0.0.1:1";
const book = Object.values(deployments[31_337]);
const body: DeploymentBody = {
  chainId: 31_337,
  rpcUrl: NODE,
  startBlock: 1,
  contracts: Object.fromEntries(CONTRACT_NAMES.map((name, at) => [name, String(book[at])])),
  urls: { sequencer: NODE, prover: NODE, watchtower: NODE, edges: [NODE], faucet: NODE },
  works: [],
};

async function serve(t: TestContext, port?: number, chainPort?: number) {
  const server = await startDevnetServer(port, chainPort);
  t.onTestFinished(() => server.close());
  return server;
}

/** A server that is open, whose faucet gives nothing, and the addresses that asked the faucet. */
async function open(t: TestContext) {
  const server = await serve(t, 0);
  const asked: string[] = [];
  server.open({
    deployment: () => body,
    faucet: {
      async give(address) {
        asked.push(address);
        return { address, streamWei: 10n ** 21n, etherWei: 1n, transactions: [] };
      },
    },
  });
  const post = (text: string, type = "application/json") =>
    fetch(`${server.url}/v1/faucet`, { method: "POST", body: text, headers: { "content-type": type } });
  return { ...server, asked, post };
}

test("the server says that the agents are starting, then serves the deployment, which the SDK reads", async (t) => {
  const server = await serve(t, 0);
  for (const [method, path] of [
    ["GET", "deployment"],
    ["POST", "faucet"],
  ] as const) {
    const early = await fetch(`${server.url}/v1/${path}`, { method });
    assert.deepEqual([early.status, early.headers.get("retry-after")], [503, "1"]);
    assert.equal(((await early.json()) as { code: string }).code, "starting");
  }
  assert.equal((await fetch(`${server.url}/ready`)).status, 503);
  server.open({ deployment: () => body, faucet: { give: () => assert.fail() } });
  assert.equal((await fetch(`${server.url}/ready`)).status, 200);
  const { addresses, urls, works } = await getDeployment(server.url);
  assert.deepEqual(addresses, { ...deployments[31_337], startBlock: 1n });
  assert.deepEqual([urls, works], [{ ...body.urls, keyholders: [], mirrors: [] }, []]);
});

test("a work that is published later stands in the next answer", async (t) => {
  const server = await serve(t, 0);
  const works: DeploymentBody["works"] = [];
  server.open({ deployment: () => ({ ...body, works }), faucet: { give: () => assert.fail() } });
  assert.deepEqual((await getDeployment(server.url)).works, []);
  works.push({ contentId: `0x${"ab".repeat(32)}`, title: "dunes.mp4", durationSec: 5 });
  assert.deepEqual((await getDeployment(server.url)).works, works);
  const { headers } = await fetch(`${server.url}/v1/deployment`);
  assert.equal(headers.get("cache-control"), "no-store");
});

test("a page of any origin may ask first, and read every answer and every refusal", async (t) => {
  const { url, post } = await open(t);
  const origin = "https://dapp.example";
  const preflight = await fetch(`${url}/v1/faucet`, {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type",
    },
  });
  assert.equal(preflight.status, 204);
  for (const [header, value] of [
    ["access-control-allow-origin", "*"],
    ["access-control-allow-methods", "POST"],
    ["access-control-allow-headers", "content-type, if-none-match, if-range, range, authorization, dpop"],
  ] as const)
    assert.equal(preflight.headers.get(header), value);
  for (const answer of [
    await fetch(`${url}/v1/deployment`, { headers: { origin } }),
    await post(JSON.stringify({ address: ADA })),
    await post("{}"),
    await fetch(`${url}/v1/faucet`),
  ]) {
    assert.equal(answer.headers.get("access-control-allow-origin"), "*");
    assert.equal(answer.headers.get("access-control-expose-headers"), "*");
  }
});

test("the faucet is asked with one good address, in one spelling; anything else is a problem", async (t) => {
  const { url, post, asked } = await open(t);
  for (const [text, status, code] of [
    [JSON.stringify({ address: ADA.toLowerCase() }), 200],
    [JSON.stringify({ address: ADA, streamWei: "1000000" }), 200],
    ["", 400, "bad_json"],
    ["null", 400, "malformed"],
    ["{}", 400, "malformed"],
    [JSON.stringify([ADA]), 400, "malformed"],
    [JSON.stringify({ address: [ADA] }), 400, "malformed"],
    [JSON.stringify({ address: "ada.eth" }), 400, "malformed"],
    [JSON.stringify({ address: `${ADA}00` }), 400, "malformed"],
    [JSON.stringify({ address: ` ${ADA}` }), 400, "malformed"],
    [JSON.stringify({ address: ADA.replace("aA", "Aa") }), 400, "malformed"],
    [JSON.stringify({ address: `0x${"0".repeat(40)}` }), 400, "malformed"],
    [JSON.stringify({ address: ADA, more: "x".repeat(1_000) }), 413, "too_large"],
  ] as const) {
    const answer = await post(text);
    assert.equal(answer.status, status, text);
    if (status === 200) continue;
    assert.equal(answer.headers.get("content-type"), "application/problem+json");
    assert.equal(((await answer.json()) as { code: string }).code, code, text);
  }
  assert.equal((await post(JSON.stringify({ address: ADA }), "text/plain")).status, 415);
  assert.equal((await fetch(`${url}/v1/faucet`)).status, 405);
  assert.deepEqual(asked, [ADA, ADA]);
});

test("amounts are decimal texts", async (t) => {
  const { post } = await open(t);
  const { streamWei } = (await (await post(JSON.stringify({ address: ADA }))).json()) as {
    streamWei: string;
  };
  assert.equal(streamWei, "1000000000000000000000");
});

test("the API describes itself", async () => {
  const operations = ["GET /v1/deployment", "POST /v1/faucet", ...KERNEL_OPERATIONS];
  assert.deepEqual((await readOpenApi(devnetRoutes(() => undefined))).sort(), operations.sort());
});

test("a busy port that was asked for is refused; by default another is taken, also beside a chain on 8600", async (t) => {
  const [first, second] = [await serve(t), await serve(t)];
  assert.notEqual(first.port, second.port);
  await assert.rejects(startDevnetServer(second.port), /Port \d+ is in use by another program/);
  assert.notEqual((await serve(t, undefined, DEFAULT_HTTP_PORT)).port, DEFAULT_HTTP_PORT);
});
