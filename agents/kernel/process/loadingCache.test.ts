// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { createLoadingCache } from "./loadingCache.ts";

function counted(maxBytes: number) {
  const cache = createLoadingCache<string>({ maxBytes, bytesOf: (value) => value.length });
  const loaded: string[] = [];
  const get = (key: string, value: string | undefined = key) =>
    cache.get(key, async () => {
      loaded.push(key);
      return value;
    });
  return { cache, loaded, get };
}

test("what was used longest ago goes first, and bytes are what counts", async () => {
  const { get, loaded } = counted(10);
  for (const key of ["aaaa", "bbbb", "aaaa", "cccc", "aaaa", "bbbb"]) assert.equal(await get(key), key);
  assert.deepEqual(loaded, ["aaaa", "bbbb", "cccc", "bbbb"]);
});

test("what does not fit is handed out, and not kept", async () => {
  const { get, loaded } = counted(3);
  for (let time = 0; time < 2; time++) assert.equal(await get("large"), "large");
  assert.deepEqual(loaded, ["large", "large"]);
});

test("many who ask at once share one load", async () => {
  const { get, loaded } = counted(10);
  assert.deepEqual(await Promise.all([get("a"), get("a"), get("a")]), ["a", "a", "a"]);
  assert.deepEqual(loaded, ["a"]);
});

test("nothing found, and failures, are asked for again", async () => {
  const { cache, loaded, get } = counted(10);
  for (let time = 0; time < 2; time++) {
    const nothing = cache.get("a", async () => {
      loaded.push("none");
      return undefined;
    });
    assert.equal(await nothing, undefined);
    await assert.rejects(
      cache.get("a", () => Promise.reject(new Error("disk"))),
      /disk/,
    );
  }
  assert.equal(await get("a"), "a");
  assert.deepEqual(loaded, ["none", "none", "a"]);
});

test("what is set replaces what was there, its bytes too", async () => {
  const { cache, loaded, get } = counted(6);
  await get("a", "xxxxxx");
  cache.set("a", "yy");
  await get("bbbb");
  assert.equal(await get("a"), "yy");
  assert.deepEqual(loaded, ["a", "bbbb"]);
});

test("what is forgotten is loaded again, also when it was on its way", async () => {
  const { cache, loaded, get } = counted(10);
  for (const key of ["a", "b"]) await get(key);
  cache.forget("a");
  for (const key of ["a", "b"]) await get(key);
  assert.deepEqual(loaded, ["a", "b", "a"]);
  cache.forget();
  for (const key of ["a", "b"]) await get(key);
  assert.deepEqual(loaded, ["a", "b", "a", "a", "b"]);

  const arrival = Promise.withResolvers<string>();
  const old = cache.get("c", () => arrival.promise);
  cache.forget("c");
  assert.equal(await get("c", "new"), "new");
  arrival.resolve("old");
  assert.equal(await old, "old");
  assert.equal(await get("c", "newer"), "new");
});
