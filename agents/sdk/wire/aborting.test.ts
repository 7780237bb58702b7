// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "vitest";
import { onAbort, orAborted } from "./aborting.ts";
import { deferred } from "./deferred.ts";

const listeners = (signal: AbortSignal) => getEventListeners(signal, "abort").length;

test("a work settles as it would, and leaves nothing with the signal", async () => {
  const { signal } = new AbortController();
  assert.equal(await orAborted(Promise.resolve(1), signal), 1);
  assert.equal(await orAborted(2, signal), 2);
  await assert.rejects(orAborted(Promise.reject(new Error("no")), signal), /no/);
  assert.equal(listeners(signal), 0);
});

test("a work that does not end fails with the signal's reason, then or at once", async () => {
  const ending = new AbortController();
  const late = deferred<never>();
  const waiting = orAborted(late.promise, ending.signal);
  assert.equal(listeners(ending.signal), 1);
  ending.abort(new Error("given up"));
  await assert.rejects(waiting, /given up/);
  await assert.rejects(orAborted(new Promise(() => {}), ending.signal), /given up/);
  // what fails after that is nobody's business
  late.reject(new Error("too late"));
});

test("a call that is taken back is not made; one of a signal that has aborted is made at once", () => {
  const ending = new AbortController();
  let calls = 0;
  const call = () => {
    calls += 1;
  };
  onAbort(ending.signal, call)();
  onAbort(ending.signal, call);
  ending.abort();
  assert.equal(calls, 1);
  onAbort(ending.signal, call);
  assert.equal(calls, 2);
});
