// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished, test } from "vitest";
import { Pipe } from "./pipe.ts";

const LINE = { name: "fast", rttSec: 0.002, changes: [{ atSec: 0, bitsPerSec: 400e6 }] };

async function serve(answer: RequestListener) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const pipe = new Pipe(LINE);
  onTestFinished(() => {
    pipe.close();
    server.close();
    server.closeAllConnections();
  });
  return pipe.to(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

test("what servers send comes whole and unchanged, on several connections at once and one after another", async () => {
  const bodies = Array.from({ length: 6 }, (_, at) => randomBytes(1 + at * 150_000));
  const url = await serve(({ url }, response) => response.end(bodies[Number(url!.slice(1))]));
  const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
  for (let round = 0; round < 2; round += 1) {
    const came = await Promise.all(
      bodies.map(async (_, at) => new Uint8Array(await (await fetch(`${url}/${at}`)).arrayBuffer())),
    );
    assert.deepEqual(came.map(digest), bodies.map(digest));
  }
});

test("whoever leaves holds nobody up, and a server that breaks off is seen to", async () => {
  const url = await serve(({ url }, response) => {
    response.writeHead(200, { "content-length": 2_000_000 });
    if (url === "/broken") response.write(randomBytes(1_000), () => response.destroy());
    else response.end(Buffer.alloc(2_000_000));
  });
  const leaving = new AbortController();
  const left = await fetch(url, { signal: leaving.signal });
  leaving.abort();
  await assert.rejects(left.arrayBuffer());
  await assert.rejects((await fetch(`${url}/broken`)).arrayBuffer());
  assert.equal((await (await fetch(url)).arrayBuffer()).byteLength, 2_000_000);
});
