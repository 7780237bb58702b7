// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { test } from "vitest";
import { DepositExhausted, PaymentShared } from "../channels/paymentSession.ts";
import { VoucherRefused } from "../channels/postVoucher.ts";
import { NotASequencer } from "../channels/readAccepted.ts";
import { decodeSession, SessionUnreadable } from "../channels/sessionStore.ts";
import { ChunkUnavailableError } from "../content/fetchChunk.ts";
import { BadBaseUrlError, parseBaseUrl } from "../wire/baseUrl.ts";
import { nodeUrl } from "../wire/nodeUrl.ts";
import { SequencerUnreachable } from "../wire/requestJson.ts";
import { TributaryError } from "./TributaryError.ts";

const edge = { operator: `0x${"11".repeat(20)}`, endpoint: "http://127.0.0.1:1" } as const;
const content = { contentId: `0x${"22".repeat(32)}` } as never;
const unavailable = (...retryable: boolean[]) =>
  new ChunkUnavailableError(
    content,
    1,
    retryable.map((can) => ({ edge, reason: "is busy", retryable: can })),
  );

const NOT_OURS = (path: string) =>
  /node_modules|(^|\/)dist(\/|$)|(^|\/)testing(\/|$)|(^|\/)examples(\/|$)|\.test\.ts$/.test(path);

test("whoever throws from the SDK throws a TributaryError", () => {
  const files = globSync("agents/sdk/**/*.ts", { exclude: NOT_OURS });
  assert.ok(files.length > 100);
  const others = files.flatMap((file) =>
    [
      ...readFileSync(file, "utf8").matchAll(
        /.*(?:\bnew (?:Error|RangeError|TypeError)\(|\bextends Error\b).*/g,
      ),
    ].map(([line]) => `${file}: ${line}`),
  );
  assert.deepEqual(others, [
    "agents/sdk/errors/TributaryError.ts: export class TributaryError extends Error {",
  ]);
});

test("every error leads to a heading, or a page, of the documentation", () => {
  const sources = globSync("agents/sdk/**/*.ts", { exclude: NOT_OURS }).map((file) =>
    readFileSync(file, "utf8"),
  );
  const headings = new Set(
    readFileSync("docs/integrators/reference/errors.md", "utf8").match(/(?<=^### ).+$/gm),
  );
  const classes = sources.flatMap(
    (source) => source.match(/(?<=class )\w+(?= extends TributaryError)/g) ?? [],
  );
  assert.ok(classes.length > 25);
  assert.deepEqual(
    classes.filter((name) => !headings.has(name)),
    // of one file alone, which no caller meets
    ["BadField"],
  );
  const pages = sources.flatMap((source) => source.match(/(?<=docsPath: ")[^"]+/g) ?? []);
  assert.ok(pages.length > 2);
  assert.deepEqual(
    pages.filter((page) => !existsSync(`docs/integrators/${page}.md`)),
    [],
  );
  assert.equal(new PaymentShared(7n, 0n).docsPath, "reference/errors#paymentshared");
});

test.each([
  [new SequencerUnreachable("http://x", "status 503"), true],
  [new VoucherRefused("channel_closed", "The channel is closed."), false],
  [new VoucherRefused("not_final", "", { retryable: true }), true],
  [new NotASequencer("http://x", 404, "no reason given"), false],
  [new NotASequencer("http://x", 429, "no reason given"), true],
  [new PaymentShared(7n, 0n), true],
  [new DepositExhausted(11n, 10n), false],
  [unavailable(false, false), false],
  [unavailable(false, true), true],
  [unavailable(), false],
  [new BadBaseUrlError("a URL"), false],
] as const)("an error says whether the same call can succeed later: %s", (error, retryable) => {
  assert.ok(error instanceof TributaryError);
  assert.equal(error.retryable, retryable);
  assert.equal(error.name, error.constructor.name);
  assert.ok(error.message.startsWith(error.shortMessage));
});

test("no message repeats what a URL keeps for itself: a password, a key in the query", () => {
  const told = [
    new SequencerUnreachable("https://x.example/v1?key=secret", "no answer"),
    new NotASequencer("https://x.example/v1?key=secret", 404, "none"),
  ];
  for (const base of ["https://ada:secret@x.example", "ftp://secret", "https://x.example/?secret"])
    assert.throws(
      () => parseBaseUrl(base),
      (error: Error) => told.push(error as BadBaseUrlError) > 0,
    );
  assert.throws(
    () => nodeUrl("ftp://secret"),
    (error: Error) => told.push(error as BadBaseUrlError) > 0,
  );
  assert.equal(told.length, 6);
  for (const { message } of told) assert.ok(!message.includes("secret"), message);
});

test("a stored session that is damaged says so", () => {
  for (const text of [
    "",
    "{",
    "null",
    "{}",
    '{"key":{"salt":"x"}}',
    '{"key":{"salt":"1"},"sessionKey":"0x1"}',
  ])
    assert.throws(() => decodeSession(text), SessionUnreadable, text);
});
