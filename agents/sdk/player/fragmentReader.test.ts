// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { afterEach, beforeEach, test, vi } from "vitest";
import type { FragmentSpan, WorkLayout } from "../content/layout.ts";
import { deferred } from "../wire/deferred.ts";
import { FragmentReader } from "./fragmentReader.ts";
import { LineMeter } from "./lineMeter.ts";
import type { OpenedWork } from "./openWork.ts";

const BYTES = 1_000_000;

// the line is measured by a clock that moves when a test says so
beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());
const pass = (ms: number) => vi.advanceTimersByTime(ms);

const spans = [0, 1].map((rendition) =>
  Array.from({ length: 3 }, (_, fragment) => ({ rendition, fragment, byteCount: BYTES }) as FragmentSpan),
);

/** A reader, and what it has asked the edges for, which comes as a test says. */
function reading() {
  const asked: string[] = [];
  const answers = new Map<
    string,
    { come(byteCount: number): void; end(): void; fail(): void; isDropped(): boolean }
  >();
  const readFragment: OpenedWork["readFragment"] = ({ rendition, fragment }, { signal, onBytes } = {}) => {
    const { promise, resolve, reject } = deferred<Uint8Array>();
    const name = `${rendition}/${fragment}`;
    asked.push(name);
    signal!.addEventListener("abort", () => reject(new Error("dropped")));
    answers.set(name, {
      come: (byteCount) => onBytes!(byteCount),
      end: () => resolve(Uint8Array.of(rendition, fragment)),
      fail: () => reject(new Error("no edge")),
      isDropped: () => signal!.aborted,
    });
    return promise;
  };
  const reader = new FragmentReader({ layout: { spans } as unknown as WorkLayout, readFragment }, () => 0);
  /** As a player asks. */
  const read = (rendition: number, fragment: number) => {
    const ending = new AbortController();
    let told = 0;
    const bytes = reader.read(spans[rendition]![fragment]!, {
      signal: ending.signal,
      onBytes: (byteCount) => {
        told += byteCount;
      },
    });
    bytes.catch(() => {});
    return { bytes, told: () => told, abort: () => ending.abort(new Error("given up")) };
  };
  /** Plays the first fragment to its end at 8 Mbps: the line is known then. */
  async function begin() {
    const first = read(0, 0);
    const answer = answers.get("0/0")!;
    for (let at = 0; at < 10; at += 1) {
      answer.come(BYTES / 10);
      pass(100);
    }
    answer.end();
    await first.bytes;
  }
  return { asked, answers, read, begin, reader };
}

test("the next fragment is asked for shortly before the one before it is there, and handed over when it is asked for", async () => {
  const { asked, answers, read, begin } = reading();
  await begin();
  const second = read(0, 1);
  const answer = answers.get("0/1")!;
  answer.come(BYTES - 200_000);
  assert.deepEqual(asked, ["0/0", "0/1"], "not yet: 0.2 s are to come");
  pass(700);
  answer.come(100_000);
  assert.deepEqual(asked, ["0/0", "0/1", "0/2"]);
  const ahead = answers.get("0/2")!;
  ahead.come(300_000);
  answer.end();
  assert.deepEqual(await second.bytes, Uint8Array.of(0, 1));
  const third = read(0, 2);
  assert.equal(third.told(), 300_000, "what came before is told at once");
  ahead.come(BYTES - 300_000);
  ahead.end();
  assert.deepEqual([await third.bytes, third.told()], [Uint8Array.of(0, 2), BYTES]);
  assert.deepEqual(asked, ["0/0", "0/1", "0/2"], "nothing twice, and nothing behind the end");
});

test("what the player does not ask for next is dropped: after a change of quality, and with a fragment that is given up", async () => {
  for (const change of ["quality", "giving up"]) {
    const { asked, answers, read, begin } = reading();
    await begin();
    const second = read(0, 1);
    answers.get("0/1")!.come(BYTES - 50_000);
    assert.ok(asked.includes("0/2"));
    if (change === "quality") {
      answers.get("0/1")!.end();
      await second.bytes;
      read(1, 2);
    } else {
      second.abort();
      await assert.rejects(second.bytes, /dropped/);
      assert.ok(answers.get("0/1")!.isDropped());
    }
    assert.ok(answers.get("0/2")!.isDropped(), change);
    assert.equal(asked.includes("1/2"), change === "quality");
  }
});

test("a fragment that failed before the player asked for it is tried anew, and the player is told of a failure after", async () => {
  const { asked, answers, read, begin } = reading();
  await begin();
  const second = read(0, 1);
  answers.get("0/1")!.come(BYTES - 50_000);
  answers.get("0/2")!.fail();
  answers.get("0/1")!.end();
  await second.bytes;
  await Promise.resolve();
  const third = read(0, 2);
  assert.deepEqual(asked, ["0/0", "0/1", "0/2", "0/2"]);
  answers.get("0/2")!.fail();
  await assert.rejects(third.bytes, /no edge/);
});

test("a fragment that is read leaves nothing with the signal that could have ended it", async () => {
  const { answers, reader } = reading();
  const { signal } = new AbortController();
  const listeners = () => getEventListeners(signal, "abort").length;
  const bytes = reader.read(spans[0]![0]!, { signal, onBytes() {} });
  assert.equal(listeners(), 1);
  answers.get("0/0")!.end();
  await bytes;
  assert.equal(listeners(), 0);
});

test("a line is measured by all that comes at once, from the first bytes on, and not by the wait for them", () => {
  const line = new LineMeter();
  const [one, other] = [line.begin(), line.begin()];
  assert.equal(line.now, undefined);
  pass(5_000);
  one.count(1_000);
  pass(500);
  other.count(250_000);
  one.count(250_000);
  pass(500);
  one.count(500_000);
  one.end(true);
  // a megabyte within a second, by both
  assert.equal(line.now!.last, 8e6);
  pass(500);
  other.count(500_000);
  other.end(true);
  assert.equal(line.now!.last, 8e6);
  // nobody flows: the wait is not counted
  pass(9_000);
  const alone = line.begin();
  pass(1_000);
  alone.count(250_000);
  alone.end(true);
  assert.equal(line.now!.last, 2e6, "what came in one piece is counted with its wait");
  // who got nothing, or its first bytes alone before it was given up, leaves the measure as it is
  line.begin().end(false);
  const dropped = line.begin();
  pass(1_000);
  dropped.count(1_000);
  dropped.end(false);
  assert.equal(line.now!.last, 2e6);
});
