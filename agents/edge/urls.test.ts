// SPDX-License-Identifier: GPL-3.0-or-later
// The URLs of the data path, as somebody asks who wants what is not meant for him.
import assert from "node:assert/strict";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { connect } from "node:net";
import fc from "fast-check";
import { type TestContext, test } from "vitest";
import { createBareLane } from "../kernel/http/bareLane.ts";
import { isClearPath } from "../kernel/http/clearPath.ts";
import { HttpError } from "../kernel/http/problem.ts";
import { encodeLeafList } from "../sdk/content/leafList.ts";
import { sampleWork } from "../sdk/content/testing/sampleWork.ts";
import { dataRoutes } from "./dataRoutes.ts";
import { buildHeldTree } from "./heldTree.ts";
import type { EdgeMetrics } from "./metrics.ts";
import { startMemoryEdge } from "./testing/memoryEdge.ts";
import type { Works } from "./works.ts";

async function startEdge(t: TestContext) {
  const edge = await startMemoryEdge(await sampleWork([90, 5_000, 1, 700, 6_000, 33]));
  t.onTestFinished(() => edge.close(0));
  return { ...edge, path: `/v1/content/${edge.content.contentId}` };
}

const codeOf = async (response: Response) => {
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  // a refusal may end at any time, so no cache may keep it
  assert.equal(response.headers.get("cache-control"), "no-store");
  const { code } = (await response.json()) as { code: string };
  return `${response.status} ${code}`;
};

test("A2: a URL has one spelling, and every other, with an unknown query or in other letters, is refused", async (t) => {
  const { url, path, content } = await startEdge(t);
  const { contentId, root } = content;
  const upper = (hex: string) => `0x${hex.slice(2).toUpperCase()}`;
  for (const [asked, code] of [
    [`${path}/chunks/0-1`, "400 bad_root"],
    [`${path}/chunks/0-1?root=`, "400 bad_root"],
    [`${path}/chunks/0-1?root=${upper(root)}`, "400 bad_root"],
    [`${path}/chunks/0-1?root=0x12`, "400 bad_root"],
    [`${path}/chunks/0-1?root=${root}&x=1`, "400 malformed"],
    [`${path}/chunks/0-1?x=1&root=${root}`, "400 malformed"],
    [`${path}/chunks/0-1?root=${root}&root=${root}`, "400 not_canonical"],
    [`${path}/chunks/0-1?root=${root}&`, "400 not_canonical"],
    [`${path}/chunks/0-1?root=${root.replace("0x", "%30x")}`, "400 not_canonical"],
    [`${path}/chunks/0-1??root=${root}`, "400 not_canonical"],
    [`${path}/chunks/%30-1?root=${root}`, "400 not_canonical"],
    [`${path}/chunks/0%2D1?root=${root}`, "400 bad_index"],
    [`${path.replace(contentId, upper(contentId))}/chunks/0-1?root=${root}`, "400 not_canonical"],
    [`${path.replace("content", "c%6Fntent")}/chunks/0-1?root=${root}`, "404 not_found"],
    [`${path}/chunks/00-1?root=${root}`, "400 bad_index"],
    [`${path}/chunks/0-01?root=${root}`, "400 bad_index"],
    [`${path}/chunks/0-1-2?root=${root}`, "400 bad_index"],
    [`${path}/chunks/0-9999999999999999?root=${root}`, "400 bad_index"],
    [`${path}/chunks/0-64?root=${root}`, "400 bad_range"],
    [`${path}/chunks/3-2?root=${root}`, "400 bad_range"],
    [`${path}/chunks/0-6?root=${root}`, "404 no_such_chunk"],
    [`${path}/chunks/0-1?root=0x${"ab".repeat(32)}`, "404 other_root"],
    [`/v1/content/0x${"ab".repeat(32)}/chunks/0-1?root=${root}`, "404 work_not_held"],
    [`${path}/chunks/0?x=1`, "400 not_canonical"],
    [`${path}/chunks/0?root=${root}`, "400 not_canonical"],
    [`${path.replace(contentId, upper(contentId))}/chunks/0`, "400 not_canonical"],
    [`${path}/chunks/-1`, "400 bad_index"],
    [`${path}/chunks/1-`, "400 bad_index"],
    [`${path}/chunks/0-1/?root=${root}`, "404 not_found"],
  ] as const)
    assert.equal(await codeOf(await fetch(url + asked)), code, asked);
  const wrongMethod = await fetch(`${url}${path}/chunks/0-1`, { method: "DELETE" });
  assert.equal(await codeOf(wrongMethod), "405 method_not_allowed");
});

test("A2: no header that a cache leaves out of its key changes an answer", async (t) => {
  const { url, path, content } = await startEdge(t);
  const elsewhere = "evil.example";
  const headers: Record<string, string>[] = [
    { "x-forwarded-host": elsewhere, "x-forwarded-proto": "http", forwarded: `host=${elsewhere}` },
    { "x-original-url": "/v1/content/0x00", "x-rewrite-url": "/metrics", "x-http-method-override": "PUT" },
    { "accept-encoding": "gzip, br, zstd", accept: "text/html", "accept-language": "de" },
    {
      origin: `https://${elsewhere}`,
      referer: `https://${elsewhere}/`,
      cookie: "a=b",
      authorization: "Basic eDp5",
    },
    { "cache-control": "no-cache", "user-agent": "x".repeat(200) },
  ];
  for (const asked of [`chunks/0-5?root=${content.root}`, `bytes?root=${content.root}`, "chunks/3"]) {
    const seen = async (headers: Record<string, string>) => {
      const response = await fetch(`${url}${path}/${asked}`, { headers });
      const { date: _, connection: __, "keep-alive": ___, ...said } = Object.fromEntries(response.headers);
      return {
        status: response.status,
        said,
        body: Buffer.from(await response.arrayBuffer()).toString("hex"),
      };
    };
    const plain = await seen({});
    assert.equal(plain.status, 200);
    for (const name of ["set-cookie", "vary", "content-encoding", "location"])
      assert.equal(plain.said[name], undefined, name);
    for (const given of headers) assert.deepEqual(await seen(given), plain, JSON.stringify(given));
  }
});

/** The status line of the answer to a path that is sent as it is. */
async function statusOf(port: number, path: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let said = "";
  socket.on("data", (part) => {
    said += part;
  });
  socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
  await once(socket, "close");
  return said.slice(0, said.indexOf("\r\n"));
}

test("A3: no way out of a work's directory, in whatever spelling, reaches the disk", async (t) => {
  const { port, path, content, reads } = await startEdge(t);
  const { contentId, root } = content;
  const ups = [
    ...[
      "..",
      ".",
      "..%2f..",
      "%2e%2e",
      "%2e%2e%2f",
      ".%2e",
      "%252e%252e",
      "..%252f",
      "..%5c..",
      "..\\..",
      "%c0%ae%c0%ae",
    ],
    ...[
      "%00",
      "0%00",
      "leaves",
      "leaves%00",
      "0.1.tmp",
      "0/../1",
      "0%2f..%2f1",
      "/etc/passwd",
      "%2fetc%2fpasswd",
    ],
    ...["C:%5c", "~", "-0", "1;x", "1.", "0x1", "%31%2e", "１", "1%0d%0ax:y"],
  ];
  const asked = [
    ...ups.flatMap((up) => [
      ...[`${path}/chunks/${up}`, `${path}/chunks/${up}-1?root=${root}`, `${path}/${up}?root=${root}`],
      ...[`/v1/content/${up}/chunks/0`, `/v1/content/${up}/bytes?root=${root}`, `/${up}${path}/chunks/0`],
      `/v1/content/${contentId}${up}/chunks/0`,
    ]),
    ...[`http://127.0.0.1:${port}${path}/chunks/0`, `file://${path}/chunks/0`, `//x${path}/chunks/0`, "*"],
  ];
  for (const raw of asked) {
    if (raw === `${path}/leaves?root=${root}`) continue;
    assert.match(await statusOf(port, raw), /^HTTP\/1\.1 4\d\d /, raw);
  }
  assert.deepEqual(reads, []);
  assert.match(await statusOf(port, `${path}/chunks/0`), /^HTTP\/1\.1 200 /);
});

/** Pieces of good and bad URLs. */
const PIECES = [
  "/",
  "//",
  ".",
  "..",
  "%2e%2e%2f",
  "%2F",
  "%5c",
  "\\",
  "%00",
  "%",
  "?",
  "&",
  "#",
  "=",
  ";",
  "@",
  ":",
  "x",
];
PIECES.push(
  "0",
  "1",
  "00",
  "-",
  "--",
  "+1",
  "1e3",
  "9".repeat(17),
  "0x",
  "0X",
  "C0",
  "c0",
  "%30",
  "٣",
  "é",
  " ",
  "\t",
);
PIECES.push(
  "/v1",
  "/content/",
  "/chunks/",
  "/bytes",
  "/leaves",
  "root=",
  "?root=",
  "&root=",
  "http://evil",
  "file:///etc",
);

test("A3: of 100,000 URLs near the good ones, those in their one spelling alone reach a chunk", async () => {
  const { tree, content } = await sampleWork([5, 6, 7]);
  const work = { content, tree: buildHeldTree(encodeLeafList(tree.leaves))! };
  const asked: unknown[] = [];
  const seen = (value: unknown) => asked.push(value);
  const ready = {
    frame: Buffer.from("frame"),
    bytes: Buffer.from("bytes"),
    proof: () => "",
    receipt: async () => "0x",
  };
  const served = new Set<string>();
  const routes = dataRoutes({
    works: {
      get: async (id: string) => {
        seen(id);
        return id === content.contentId ? work : undefined;
      },
    } as unknown as Works,
    store: { indicesOf: () => new Set([0, 1, 2]) },
    chunks: {
      async take(_, first, last) {
        seen(first);
        seen(last);
        return { chunks: [ready] as never, release() {} };
      },
    },
    metrics: { chunksServed: { inc() {} }, bytesServed: { inc() {} } } as unknown as EdgeMetrics,
  });
  let status = 0;
  let answered: Promise<void> = Promise.resolve();
  const lane = createBareLane(
    routes.map((route) => ({ ...route, path: `/v1${route.path}` })),
    async (_, __, respond) => {
      answered = (async () => respond())().then(
        (response) => {
          status = response.status;
        },
        (error) => {
          assert.ok(error instanceof HttpError, String(error));
          status = error.status;
        },
      );
      await answered;
      return { status, headers: {}, body: null };
    },
    1_000,
    1_000,
  );
  const base = `/v1/content/${content.contentId}`;
  const good = [
    `${base}/chunks/0-2?root=${content.root}`,
    `${base}/chunks/1`,
    `${base}/bytes?root=${content.root}`,
  ];
  const CANONICAL =
    /^\/v1\/content\/0x[0-9a-f]{64}\/(chunks\/(\d|\d-\d\?root=0x[0-9a-f]{64})|bytes\?root=0x[0-9a-f]{64})$/;
  const edit = fc.tuple(fc.nat(140), fc.nat(3), fc.constantFrom(...PIECES));
  const urls = fc.sample(fc.tuple(fc.nat(2), fc.array(edit, { maxLength: 3 })), 100_000);
  for (const [which, edits] of urls) {
    let url = good[which]!;
    for (const [at, cut, piece] of edits) url = url.slice(0, at) + piece + url.slice(at + cut);
    asked.length = 0;
    status = 0;
    const incoming = { method: "GET", url, headers: {}, socket: {} } as IncomingMessage;
    const isOurs = isClearPath(url) && lane(incoming, { destroyed: true } as ServerResponse);
    if (isOurs) await answered;
    for (const value of asked)
      assert.ok(
        typeof value === "number" ? Number.isSafeInteger(value) : /^0x[0-9a-f]{64}$/.test(String(value)),
        url,
      );
    if (status !== 200) continue;
    assert.match(url, CANONICAL);
    served.add(url);
  }
  assert.ok(good.every((url) => served.has(url)));
});
