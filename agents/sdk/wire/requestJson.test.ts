// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "vitest";
import { requestJson } from "./requestJson.ts";

async function serve(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.onTestFinished(() => void server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/vouchers`;
}

test("A5: a node that sends a request elsewhere is a node that does not answer", async (t) => {
  const asked: string[] = [];
  const url = await serve(t, ({ url }, response) => {
    asked.push(url!);
    response.writeHead(307, { location: "/inside" }).end();
  });
  for (const request of [{ method: "GET" }, { method: "POST", body: "{}" }] as const)
    await assert.rejects(requestJson(url, { ...request, retries: 0 }), { name: "SequencerUnreachable" });
  assert.deepEqual(asked, ["/v1/vouchers", "/v1/vouchers"]);
});

test("A5: an answer without end is left", async (t) => {
  const part = Buffer.alloc(65_536, " ");
  const url = await serve(t, (_, response) => {
    const more = () => {
      while (!response.destroyed && response.write(part));
    };
    response.on("drain", more);
    more();
  });
  await assert.rejects(requestJson(url, { method: "GET", retries: 0 }), /sent more than 10000000 bytes/);
});
