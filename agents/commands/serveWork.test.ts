// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { type TestContext, test } from "vitest";
import { serveSample } from "../sdk/content/testing/sampleEdge.ts";
import { sampleRenditions } from "../sdk/content/testing/sampleRenditions.ts";
import { sampleBytes } from "../sdk/content/testing/sampleWork.ts";
import { linkKeys } from "../sdk/encryption/keyProvider.ts";
import { openWork } from "../sdk/player/openWork.ts";
import { createPaidSeconds } from "./paidSeconds.ts";
import { serveWork } from "./serveWork.ts";

const workKey = sampleBytes(32, 9);
const court = { chainId: 31_337, contentCourt: `0x${"11".repeat(20)}` } as const;
const fragments = [100_000, 70_000, 5].map((length, seed) => sampleBytes(length, seed));
const video = {
  kind: "video",
  codecs: "avc1.64001f",
  width: 640,
  height: 360,
  init: sampleBytes(700, 7),
} as const;

/** A served work of `kind`, whose seconds are paid up to `most`. */
async function served(t: TestContext, rendition: object, most = 100) {
  const sample = await sampleRenditions([{ plaintexts: fragments, ...rendition }], { workKey });
  const { edge, close } = await serveSample({ ...sample, court });
  t.onTestFinished(close);
  const work = await openWork({ content: sample.content, edges: [edge], keys: linkKeys(workKey) });
  const failures: string[] = [];
  const paid = createPaidSeconds(async () => {}, most, t.signal);
  const server = await serveWork(work, paid, { port: 0, onFailure: (reason) => failures.push(reason) });
  t.onTestFinished(server.close);
  const get = (name: string, init?: RequestInit) => fetch(new URL(name, server.url), init);
  return { ...server, paid, failures, get };
}

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

test("a work in qualities is HLS: each fragment comes decrypted, and is paid once", async (t) => {
  const { url, get, paid } = await served(t, { ...video, name: "360p" });
  const master = await (await fetch(url)).text();
  const [playlistUrl = ""] = /^http.*playlist\.m3u8$/m.exec(master) ?? [];
  const playlist = await (await fetch(playlistUrl)).text();
  const [, init = ""] = /MAP:URI="(.+)"/.exec(playlist) ?? [];
  assert.deepEqual(await bytesOf(await fetch(init)), Buffer.from(video.init));
  const urls = playlist.match(/^http.*m4s$/gm) ?? [];
  assert.equal(urls.length, 3);
  assert.equal((await fetch(urls[0]!, { method: "HEAD" })).status, 200);
  assert.equal(paid.count, 0);
  for (const [at, url] of [...urls.entries(), [0, urls[0]!] as const])
    assert.deepEqual(await bytesOf(await fetch(url)), Buffer.from(fragments[at]!));
  assert.equal(paid.count, 3);
  for (const name of ["0/f3.m4s", "1/f0.m4s", "9/playlist.m3u8", "file", "../master.m3u8", "/master.m3u8"])
    assert.equal((await get(name)).status, 404, name);
});

test("any other work is one file, whole or in a range, and what is not taken is not paid", async (t) => {
  const whole = Buffer.concat(fragments);
  const { url, paid } = await served(t, {});
  const head = await fetch(url, { method: "HEAD" });
  assert.deepEqual(
    [head.status, head.headers.get("content-length"), paid.count],
    [200, String(whole.length), 0],
  );
  const range = await fetch(url, { headers: { range: "bytes=100001-100010" } });
  assert.deepEqual(
    [range.status, range.headers.get("content-range")],
    [206, `bytes 100001-100010/${whole.length}`],
  );
  assert.deepEqual(await bytesOf(range), whole.subarray(100_001, 100_011));
  assert.equal(paid.count, 1);
  assert.deepEqual(await bytesOf(await fetch(url)), whole);
  assert.equal((await fetch(url, { headers: { range: `bytes=${whole.length}-` } })).status, 416);
});

test("what may be paid ends the serving with a reason", async (t) => {
  const { get, failures } = await served(t, video, 1);
  assert.equal((await get("0/f0.m4s")).status, 200);
  const refused = await get("0/f1.m4s");
  assert.equal(refused.status, 402);
  assert.match(await refused.text(), /^the 1 s that may be paid are used up/);
  assert.equal(failures.length, 1);
});
