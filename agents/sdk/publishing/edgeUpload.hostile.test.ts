// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { type TestContext, test } from "vitest";
import { LIST_ENTRY_BYTES } from "../content/leafList.ts";
import { uploadToEdge } from "./edgeUpload.ts";

const upload = {
  contentId: `0x${"ab".repeat(32)}`,
  leafList: new Uint8Array(3 * LIST_ENTRY_BYTES),
  readChunk: async (index: number) => Uint8Array.of(index),
} as const;
const allMissing = '{"missing":[[0,2]]}';

/** What an edge was asked for, and the error of the upload to it. */
async function uploadTo(
  t: TestContext,
  answer: (asked: string, response: ServerResponse) => void,
  options = {},
) {
  const asked: string[] = [];
  const listener: RequestListener = (request, response) => {
    asked.push(request.url!);
    request.resume().on("end", () => answer(request.url!, response));
  };
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.onTestFinished(() => void server.close().closeAllConnections());
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const error = await uploadToEdge({ operator: `0x${"11".repeat(20)}`, endpoint }, upload, {
    ...{ attempts: 1, concurrency: 1, ...options },
  }).then(
    () => undefined,
    (error: Error) => error,
  );
  return { asked, error };
}

/** Writes without end, until nobody reads; `taken` is what was read. */
function endless(response: ServerResponse, part: Buffer) {
  const more = () => {
    while (!response.destroyed && response.write(part));
  };
  response.on("drain", more);
  more();
}

test("A5: an edge that sends the publisher elsewhere gets nothing sent there", async (t) => {
  const inside: string[] = [];
  const service = createServer(({ url }, response) => {
    inside.push(url!);
    response.end(allMissing);
  }).listen(0, "127.0.0.1");
  await once(service, "listening");
  t.onTestFinished(() => void service.close().closeAllConnections());
  const location = `http://127.0.0.1:${(service.address() as AddressInfo).port}/admin`;
  for (const status of [301, 302, 307, 308]) {
    const { error } = await uploadTo(t, (_, response) => response.writeHead(status, { location }).end());
    assert.match(String(error), /fetch failed/);
  }
  assert.deepEqual(inside, []);
});

test("A5: an answer without end is left after 10 MB, and one to a chunk after 10 kB", async (t) => {
  const part = Buffer.alloc(65_536, " ");
  const list = await uploadTo(t, (_, response) => endless(response, part));
  assert.match(String(list.error), /sent more than 10000000 bytes/);
  const chunk = await uploadTo(
    t,
    (asked, response) => {
      if (asked.includes("/chunks/")) endless(response, part);
      else response.end(allMissing);
    },
    { attempts: 4 },
  );
  assert.match(String(chunk.error), /sent more than 10000 bytes/);
  // it will not get better
  assert.equal(chunk.asked.length, 2);
  const refusal = await uploadTo(t, (_, response) => endless(response.writeHead(422), part));
  assert.match(String(refusal.error), /refused: status 422/);
});

test("A6: a small answer that unpacks to a large one counts unpacked", async (t) => {
  const bomb = gzipSync(Buffer.alloc(20_000_000, " "));
  assert.ok(bomb.length < 25_000);
  const { error } = await uploadTo(t, (_, response) =>
    response.writeHead(200, { "content-encoding": "gzip" }).end(bomb),
  );
  assert.match(String(error), /sent more than 10000000 bytes/);
});

test("A5: an edge that answers a byte at a time, or not at all, has the time of one request", async (t) => {
  const drips: NodeJS.Timeout[] = [];
  t.onTestFinished(() => drips.forEach(clearInterval));
  const drip = (response: ServerResponse) => void drips.push(setInterval(() => response.write(" "), 20));
  for (const answer of [(_: string, response: ServerResponse) => drip(response), () => {}]) {
    const { error, asked } = await uploadTo(t, answer, { timeoutMs: 200 });
    assert.match(String(error), /Timeout/);
    assert.equal(asked.length, 1);
  }
});

test("an edge that is slow has more time at each attempt", async (t) => {
  const answer = (asked: string, response: ServerResponse) =>
    asked.includes("/chunks/")
      ? response.end()
      : void setTimeout(() => response.end('{"missing":[[0,0]]}'), 300);
  const { error } = await uploadTo(t, answer, { timeoutMs: 200, attempts: 4 });
  assert.equal(error, undefined);
});
