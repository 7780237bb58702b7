// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { join } from "node:path";
import { numberToHex } from "viem";
import { type TestContext, test } from "vitest";
import { createHttpServer } from "../kernel/http/server.ts";
import { createLogger } from "../kernel/process/log.ts";
import { createMetrics } from "../kernel/process/metrics.ts";
import { createReadiness } from "../kernel/process/readiness.ts";
import { openStore } from "../kernel/store/store.ts";
import { scratchDir } from "../kernel/testing/scratch.ts";
import { openingRoutes } from "./openingRoutes.ts";
import { forgetOpenings, type Opening, recordEnd, recordOpening, sequencerMigrations } from "./openings.ts";

const id = (n: number) => numberToHex(n, { size: 32 });
const account = (n: number) => numberToHex(n, { size: 20 });
const PAYER = account(0xab);

const channel = (n: number, { owner = PAYER, block = BigInt(n) } = {}): Opening => ({
  ...{ kind: "channel", id: id(n), owner, payee: id(7), token: account(1), block },
  ...{ salt: 2n ** 64n - 1n, sessionKey: account(n) },
});
const stream = (n: number, block = BigInt(n)): Opening => ({
  ...{ kind: "stream", id: id(n), owner: PAYER, payee: id(7), token: account(1), block, streamId: id(n + 1) },
});

async function setUp(t: TestContext) {
  const { db, transaction, close } = await openStore(
    join(scratchDir(t), "sequencer.db"),
    sequencerMigrations,
  );
  const routes = openingRoutes({ db, seenBlock: () => 1_000n });
  const server = await createHttpServer({
    ...{ host: "127.0.0.1", port: 0, routes, metrics: createMetrics("test"), readiness: createReadiness() },
    log: createLogger("test", "silent"),
  });
  t.onTestFinished(async () => {
    await server.close();
    await close();
  });
  const ask = async (path: string) => (await fetch(`${server.url}/v1/${path}`)).json() as Promise<never>;
  const idsOf = async (payer = PAYER) => {
    const { channels } = (await ask(`channels?payer=${payer}`)) as { channels: { channelId: string }[] };
    return channels.map(({ channelId }) => Number(channelId));
  };
  return { db, transaction, ask, idsOf };
}

test("a payer's channels are listed by their keys, in any spelling of the payer", async (t) => {
  const { db, ask, idsOf } = await setUp(t);
  await recordOpening(db, channel(3));
  await recordOpening(db, channel(4, { owner: account(0xcd) }));
  await recordOpening(db, stream(5));
  assert.deepEqual(await ask(`channels?payer=0x${PAYER.slice(2).toUpperCase()}`), {
    channels: [
      {
        ...{ channelId: id(3), payer: PAYER, payee: id(7), token: account(1) },
        ...{ salt: "18446744073709551615", sessionKey: account(3) },
      },
    ],
    block: 1_000,
  });
  assert.deepEqual(await ask(`streams?viewer=${PAYER}`), {
    streams: [{ id: id(6), payee: id(7), token: account(1) }],
    block: 1_000,
  });
  assert.deepEqual(await idsOf(account(0xef)), []);
});

test("what ended is not listed, and is again when its stream is opened anew or its block was replaced", async (t) => {
  const { db, ask, idsOf } = await setUp(t);
  for (const n of [3, 4]) await recordOpening(db, channel(n));
  await recordEnd(db, id(3), 20n);
  await recordEnd(db, id(99), 20n); // of a payee who is not served
  assert.deepEqual(await idsOf(), [4]);
  await forgetOpenings(db, 20n);
  assert.deepEqual(await idsOf(), [3, 4]);

  await recordOpening(db, stream(5));
  await recordEnd(db, id(5), 21n);
  await recordOpening(db, stream(5, 22n));
  assert.equal(((await ask(`streams?viewer=${PAYER}`)) as { streams: [] }).streams.length, 1);
});

test("what was opened in a replaced block is forgotten; a log that is read twice is listed once", async (t) => {
  const { db, idsOf } = await setUp(t);
  for (const n of [3, 3, 4, 5]) await recordOpening(db, channel(n));
  await forgetOpenings(db, 5n);
  assert.deepEqual(await idsOf(), [3, 4]);
});

test("pages follow one another without a gap or a repeat, and the last names no next", async (t) => {
  const { transaction, ask } = await setUp(t);
  await transaction(async (trx) => {
    for (let n = 1; n <= 200; n++) await recordOpening(trx, channel(n));
  });
  const seen: number[] = [];
  let next = "";
  let pages = 0;
  do {
    const page: { channels: { channelId: string }[]; next?: string } = await ask(
      `channels?payer=${PAYER}${next && `&after=${next}`}`,
    );
    seen.push(...page.channels.map(({ channelId }) => Number(channelId)));
    next = page.next ?? "";
    pages += 1;
  } while (next);
  assert.deepEqual(
    seen,
    Array.from({ length: 200 }, (_, n) => n + 1),
  );
  assert.equal(pages, 2);
});

test("a question without a payer, or with a bad one, is malformed", async (t) => {
  const { ask } = await setUp(t);
  for (const path of ["channels", "channels?payer=0x12", `channels?payer=${PAYER}&after=7`, "streams"])
    assert.equal(((await ask(path)) as { code: string }).code, "malformed", path);
});
