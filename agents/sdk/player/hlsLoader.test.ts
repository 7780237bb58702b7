// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "vitest";
import { type Bring, loaderClass } from "./hlsLoader.ts";
import type { HlsCallbacks } from "./hlsTypes.ts";

/** Loads by `bring`: the loader, and what it told hls.js. */
function load(bring: Bring) {
  const told: string[] = [];
  const failures: unknown[] = [];
  const Loader = loaderClass(bring, (error) => failures.push(error));
  const loader = new Loader();
  const callbacks: HlsCallbacks = {
    onSuccess: ({ url, data }) => told.push(`${url} ${data}`),
    onError: ({ text }) => told.push(text),
    onAbort: () => told.push("aborted"),
  };
  loader.load({ url: "a" }, {}, callbacks);
  return { loader, told, failures };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("bytes are counted as they come, against a total that is known before", async () => {
  const done = Promise.withResolvers<string>();
  let onBytes: (byteCount: number) => void = () => {};
  const { loader, told } = load((_, options) => {
    options.total(1_000);
    onBytes = options.onBytes;
    return done.promise;
  });
  assert.deepEqual([loader.stats.loaded, loader.stats.total, loader.stats.loading.first], [0, 1_000, 0]);
  onBytes(400);
  assert.ok(loader.stats.loaded === 400 && loader.stats.loading.first > 0);
  done.resolve("text");
  await settled();
  assert.deepEqual(told, ["a text"]);
  assert.ok(loader.stats.loading.end >= loader.stats.loading.first);
});

test("a failure is told once, to hls.js and to the player", async () => {
  const { told, failures, loader } = load(() => Promise.reject(new Error("no edge")));
  await settled();
  assert.deepEqual([told, failures.map(String)], [["Error: no edge"], ["Error: no edge"]]);
  loader.abort();
  assert.equal(told.length, 1);
});

test("once aborted or destroyed, it fetches no further and calls nobody", async () => {
  for (const end of ["abort", "destroy"] as const) {
    const done = Promise.withResolvers<string>();
    let signal: AbortSignal | undefined;
    const { loader, told, failures } = load((_, options) => {
      signal = options.signal;
      return done.promise;
    });
    loader[end]();
    assert.ok(signal?.aborted && loader.stats.aborted);
    done.reject(new Error("aborted"));
    await settled();
    assert.deepEqual([told, failures], [end === "abort" ? ["aborted"] : [], []]);
  }
});
