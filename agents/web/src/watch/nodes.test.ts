// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { type Nodes, type NodeTold, saidOf, tellingFetch, withTold } from "./nodes.ts";

const URL_ASKED = "http://127.0.0.1:1/v1/keys";
const SERVES = { lied: false, serves: true };

/** What is told of one request. */
async function toldOf(fetch: typeof globalThis.fetch, init?: RequestInit): Promise<NodeTold[]> {
  const told: NodeTold[] = [];
  const clock = [100, 112.4].values();
  const now = () => clock.next().value ?? 0;
  const onTold = (url: string, one: NodeTold) => {
    assert.equal(url, URL_ASKED);
    told.push(one);
  };
  const asking = tellingFetch(onTold, { fetch, now });
  await asking(URL_ASKED, init).catch(() => {});
  return told;
}
const status = (code: number) => async () => new Response("{}", { status: code });
const fails = (reason: unknown) => () => Promise.reject(reason);

test("an answer and a refusal have their time; a node that fails is down", async () => {
  assert.deepEqual(await toldOf(status(200)), [{ state: "asked" }, { state: "answered", ms: 12 }]);
  assert.deepEqual(await toldOf(status(403)), [{ state: "asked" }, { state: "refused", ms: 12 }]);
  assert.deepEqual(await toldOf(fails(new TypeError("refused"))), [{ state: "asked" }, { state: "down" }]);
});

test("whoever is let go is not down, and whoever answers too late is", async () => {
  const aborted = (name: string) => AbortSignal.abort(new DOMException("over", name));
  const [spared, late] = [aborted("AbortError"), aborted("TimeoutError")];
  assert.equal((await toldOf(fails(spared.reason), { signal: spared }))[1]!.state, "spared");
  assert.equal((await toldOf(fails(late.reason), { signal: late }))[1]!.state, "down");
});

test("a node that is asked again shows what it did last", () => {
  const first: Nodes = withTold(new Map(), URL_ASKED, { state: "asked" });
  assert.equal(saidOf(first.get(URL_ASKED), SERVES), "is asked…");
  const then = withTold(first, URL_ASKED, { state: "answered", ms: 7 });
  assert.equal(
    saidOf(withTold(then, URL_ASKED, { state: "asked" }).get(URL_ASKED), SERVES),
    "answered in 7 ms",
  );
  assert.equal(
    saidOf(withTold(then, URL_ASKED, { state: "down" }).get(URL_ASKED), SERVES),
    "does not answer",
  );
});

test("a node that is down stays so while others spare it, until it answers", () => {
  const down: Nodes = withTold(new Map(), URL_ASKED, { state: "down" });
  const spared = withTold(down, URL_ASKED, { state: "spared" });
  assert.equal(saidOf(spared.get(URL_ASKED), SERVES), "does not answer");
  const back = withTold(spared, URL_ASKED, { state: "answered", ms: 3 });
  assert.equal(saidOf(back.get(URL_ASKED), SERVES), "answered in 3 ms");
  const after = withTold(back, URL_ASKED, { state: "spared" });
  assert.equal(saidOf(after.get(URL_ASKED), SERVES), "not needed: the others were first");
});

test("a lie is told above all else, and so is a place where nobody serves", () => {
  assert.equal(saidOf({ state: "answered", ms: 1 }, { lied: true, serves: true }), "signed a false answer");
  assert.equal(saidOf(undefined, { lied: false, serves: false }), "nobody serves in its place");
  assert.equal(saidOf(undefined, SERVES), "not asked yet");
});
