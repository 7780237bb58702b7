// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { type TestContext, test } from "vitest";
import { serveAnswers } from "../testing/serveAnswers.ts";
import { createOutgoing, OutgoingError, type ResolveHost } from "./outgoing.ts";

const LIMITS = { maxBytes: 1_000, stallMs: 5_000, totalMs: 10_000 };

function outgoing(t: TestContext, options: Partial<Parameters<typeof createOutgoing>[0]> = {}) {
  const made = createOutgoing({ privateNetwork: true, ...options });
  t.onTestFinished(made.close);
  return made;
}

const refusal = (why: RegExp) => (error: unknown) =>
  error instanceof OutgoingError && why.test(error.message);

test("A5: an address that is not of the public internet is never connected to, in whatever spelling", async (t) => {
  const { port, asked } = await serveAnswers(t, (_, response) => response.end("secret"));
  const { read } = outgoing(t, { privateNetwork: false });
  const hosts = [
    ...["127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "0.0.0.0", "[::1]", "[::]"],
    ...["[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"],
    ...["10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "198.18.0.1", "224.0.0.1"],
    ...[
      "[fe80::1]",
      "[fd00::1]",
      "[fec0::1]",
      "[ff02::1]",
      "[2001:db8::1]",
      "[2001::1]",
      "[::ffff:0:7f00:1]",
    ],
  ];
  for (const host of hosts)
    await assert.rejects(read(`http://${host}:${port}/`, LIMITS), refusal(/no address of the public/), host);
  assert.deepEqual(asked, []);
});

test("A5: a name that resolves to a private address is refused, with one among public ones too", async (t) => {
  const { port, asked } = await serveAnswers(t, (_, response) => response.end("secret"));
  for (const addresses of [["127.0.0.1"], ["::1"], ["93.184.215.14", "127.0.0.1"], ["::ffff:10.0.0.1"]]) {
    const resolve: ResolveHost = async () =>
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    const { read } = outgoing(t, { privateNetwork: false, resolve });
    await assert.rejects(read(`http://edge.example:${port}/`, LIMITS), refusal(/no address of the public/));
  }
  const { read } = outgoing(t, { privateNetwork: false, resolve: async () => [] });
  await assert.rejects(read(`http://edge.example:${port}/`, LIMITS), refusal(/has no address/));
  assert.deepEqual(asked, []);
});

test("A5: the address that was looked at is the one connected to: a name is asked once a connection", async (t) => {
  const { port, asked } = await serveAnswers(t, (_, response) => response.end("good"));
  let lookups = 0;
  // a name server that says another address each time
  const resolve: ResolveHost = async () => [
    { address: lookups++ === 0 ? "127.0.0.1" : "127.0.0.2", family: 4 },
  ];
  const { read } = outgoing(t, { resolve });
  assert.equal(String(await read(`http://edge.example:${port}/a`, LIMITS)), "good");
  assert.equal(String(await read(`http://edge.example:${port}/b`, LIMITS)), "good");
  assert.equal(lookups, 1);
  assert.deepEqual(asked, ["/a", "/b"]);
});

test("a redirect is not followed, and another status than 200 is told", async (t) => {
  const other = await serveAnswers(t, (_, response) => response.end("secret"));
  for (const status of [301, 302, 303, 307, 308]) {
    const { url } = await serveAnswers(t, (_, response) =>
      response.writeHead(status, { location: other.url }).end(),
    );
    await assert.rejects(outgoing(t).read(url, LIMITS), refusal(new RegExp(`status ${status}`)));
  }
  const { url } = await serveAnswers(t, (_, response) => response.writeHead(404).end());
  const error = await outgoing(t)
    .read(url, LIMITS)
    .catch((reason) => reason);
  assert.equal(error.status, 404);
  assert.deepEqual(other.asked, []);
});

test("a protocol other than http and https leads nowhere", async (t) => {
  for (const url of ["file:///etc/passwd", "ftp://127.0.0.1/", "data:text/plain,x"])
    await assert.rejects(outgoing(t).read(url, LIMITS));
});

test("a body is cut at its limit: announced, without end, or packed", async (t) => {
  const announced = await serveAnswers(t, (_, response) => response.end("x".repeat(1_001)));
  await assert.rejects(outgoing(t).read(announced.url, LIMITS), refusal(/announced 1001/));
  const endless = await serveAnswers(t, (_, response) => {
    const more = () => response.write("x".repeat(600)) && setImmediate(more);
    more();
  });
  await assert.rejects(outgoing(t).read(endless.url, LIMITS), refusal(/more than 1000 bytes/));
  const bomb = await serveAnswers(t, (_, response) =>
    response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(500_000))),
  );
  await assert.rejects(outgoing(t).read(bomb.url, LIMITS), refusal(/compressed/));
  const exact = await serveAnswers(t, (_, response) => response.end("x".repeat(1_000)));
  assert.equal((await outgoing(t).read(exact.url, LIMITS)).length, 1_000);
});

test("A6: who drips, stalls or breaks off is let go, and the reason says which", async (t) => {
  const drip = await serveAnswers(t, (_, response) => {
    const timer = setInterval(() => response.write("x"), 5);
    response.on("close", () => clearInterval(timer));
  });
  await assert.rejects(
    outgoing(t).read(drip.url, { ...LIMITS, totalMs: 100 }),
    refusal(/longer than 100 ms/),
  );
  const silent = await serveAnswers(t, () => {});
  await assert.rejects(
    outgoing(t).read(silent.url, { ...LIMITS, stallMs: 50 }),
    refusal(/nothing for 50 ms/),
  );
  const half = await serveAnswers(t, (_, response) => {
    response.writeHead(200, { "content-length": "100" }).write("half", () => response.destroy());
  });
  await assert.rejects(outgoing(t).read(half.url, LIMITS), refusal(/gave no answer|broke off/));
  const ending = new AbortController();
  const asked = outgoing(t).read(silent.url, { ...LIMITS, signal: ending.signal });
  ending.abort(new Error("enough"));
  await assert.rejects(asked, /enough/);
});

test("a reader that stops early leaves no connection", async (t) => {
  let isClosed: (() => void) | undefined;
  const closed = new Promise<void>((resolve) => {
    isClosed = resolve;
  });
  const { url } = await serveAnswers(t, (_, response) => {
    response.on("close", () => isClosed?.());
    response.write("x");
  });
  for await (const part of outgoing(t).stream(url, LIMITS)) {
    assert.equal(String(part), "x");
    break;
  }
  await closed;
});
