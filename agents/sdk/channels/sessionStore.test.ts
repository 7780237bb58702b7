// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { numberToHex } from "viem";
import { type TestContext, test } from "vitest";
import { fileSessionStore } from "../node/fileSessionStore.ts";
import { fakeIndexedDb } from "../testing/fakeIndexedDb.ts";
import { browserSessionStore } from "./browserSessionStore.ts";
import { channelIdOf } from "./channel.ts";
import { newSessionKey, type SessionStore, type StoredSession } from "./sessionStore.ts";

function newSession(): StoredSession {
  const { sessionKey, address } = newSessionKey();
  const contract = { chainId: 1, paymentChannels: numberToHex(9, { size: 20 }) };
  const [payer, token, payee] = [
    numberToHex(1, { size: 20 }),
    numberToHex(2, { size: 20 }),
    numberToHex(3, { size: 32 }),
  ];
  const key = { payer, payee, token, salt: 2n ** 63n, sessionKey: address };
  return { ...contract, channelId: channelIdOf({ ...contract, key }), key, windowSec: 900, sessionKey };
}

async function newDirectory(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "sessions-"));
  t.onTestFinished(() => rm(directory, { recursive: true }));
  return join(directory, "deep", "sessions");
}

/** Holds `store` to the contract of stores; `reopen` is the same store after a reload. */
async function keeps(store: SessionStore, reopen: () => SessionStore) {
  const [one, two] = [newSession(), newSession()];
  assert.deepEqual([await store.list(), await store.load(one.channelId)], [[], undefined]);
  await store.save(one);
  await store.save(two);
  await store.save(two);
  const reopened = reopen();
  assert.deepEqual(await reopened.load(one.channelId), one);
  assert.deepEqual(
    new Set((await reopened.list()).map(({ channelId }) => channelId)),
    new Set([one.channelId, two.channelId]),
  );
  await reopened.remove(one.channelId);
  await reopened.remove(one.channelId);
  assert.deepEqual(await store.list(), [two]);
}

test("files keep sessions past a restart, for the user alone, and leave nothing half written", async (t) => {
  const directory = await newDirectory(t);
  await keeps(fileSessionStore(directory), () => fileSessionStore(directory));
  const names = await readdir(directory);
  assert.equal(names.length, 1);
  const { mode } = await stat(join(directory, names[0]!));
  assert.equal(mode & 0o777, 0o600);
});

test("a file whose key is another's is refused", async (t) => {
  const directory = await newDirectory(t);
  const store = fileSessionStore(directory);
  const session = newSession();
  await store.save(session);
  const path = join(directory, `${session.channelId}.json`);
  const text = await readFile(path, "utf8");
  await writeFile(path, text.replace(session.sessionKey, newSessionKey().sessionKey));
  await assert.rejects(store.load(session.channelId), /the stored key is not of the channel 0x/);
});

test("a page keeps sessions past a reload, and its database shows no key", async () => {
  const indexedDB = fakeIndexedDb();
  const store = browserSessionStore({ indexedDB });
  await keeps(store, () => browserSessionStore({ indexedDB }));
  const session = newSession();
  await store.save(session);
  const { keys, sessions } = indexedDB.everything();
  const [wrapping] = keys as [{ extractable: boolean }];
  assert.equal(wrapping.extractable, false);
  await assert.rejects(crypto.subtle.exportKey("raw", wrapping as never));
  for (const { sealed } of sessions as { sealed: ArrayBuffer }[])
    assert.ok(!Buffer.from(sealed).toString().includes(session.sessionKey.slice(2)));
});

test("two pages that open at once share one wrapping key", async () => {
  const indexedDB = fakeIndexedDb();
  const stores = [1, 2].map(() => browserSessionStore({ indexedDB }));
  const sessions = [newSession(), newSession()];
  await Promise.all(stores.map((store, n) => store.save(sessions[n]!)));
  for (const store of stores) assert.equal((await store.list()).length, 2);
});
